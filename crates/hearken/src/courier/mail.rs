//! Sending to a person by e-mail: plain text alone, over the mail server that `hearken.toml` names.

use std::time::{Duration, UNIX_EPOCH};

use hearken_app::courier::{Handed, Parcel};
use hearken_domain::DeliveryTrouble;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::{Error, SmtpTransport};
use lettre::{Address, Transport as _};

use crate::config::mail::{Encryption, MailServer};

/// Characters of a subject.
const SUBJECT_CHARS_MAX: usize = 150;

/// Sends it once.
pub(super) fn send(parcel: &Parcel, to: &str, server: Option<&MailServer>, time: Duration) -> Handed {
    let Some(server) = server else { return Handed::Failed(DeliveryTrouble::NoMail) };
    let (Some(message), Ok(transport)) = (message(parcel, to, server), transport(server, time)) else {
        return Handed::Failed(DeliveryTrouble::Refused);
    };
    match transport.send(&message) {
        Ok(_) => Handed::Taken,
        Err(error) => Handed::Failed(trouble(&error)),
    }
}

fn message(parcel: &Parcel, to: &str, server: &MailServer) -> Option<Message> {
    let from: Mailbox = server.from.parse().ok()?;
    // The receiver knows by it what comes twice.
    let id = format!("<{}@{}>", parcel.message, from.email.domain());
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, to.parse::<Address>().ok()?))
        .subject(one_line(&parcel.subject))
        .date(UNIX_EPOCH + Duration::from_millis(parcel.at.as_millisecond().unsigned_abs()))
        .message_id(Some(id))
        .header(ContentType::TEXT_PLAIN)
        .body(parcel.text.clone())
        .ok()
}

/// Words that stay in their header.
fn one_line(words: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let words: Vec<&str> = words.split(blank).filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(SUBJECT_CHARS_MAX).collect()
}

fn transport(server: &MailServer, time: Duration) -> Result<SmtpTransport, Error> {
    let tls = || TlsParameters::new(server.host.clone());
    let encryption = match server.encryption {
        Encryption::Whole => Tls::Wrapper(tls()?),
        Encryption::StartTls => Tls::Required(tls()?),
        Encryption::None => Tls::None,
    };
    let mut builder = SmtpTransport::builder_dangerous(server.host.as_str())
        .port(server.port)
        .tls(encryption)
        .timeout(Some(time));
    if let (Some(user), Some(password)) = (&server.user, &server.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}

fn trouble(error: &Error) -> DeliveryTrouble {
    if error.is_timeout() {
        DeliveryTrouble::Slow
    } else if error.is_permanent() || error.is_transient() || error.is_response() {
        DeliveryTrouble::Refused
    } else {
        DeliveryTrouble::Unreachable
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use hearken_app::courier::Recipient;

    use super::*;

    /// A mail server that takes one message and says what it was told, or answers a recipient with something else.
    fn server(recipient: &'static str) -> (MailServer, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut all = String::new();
            let mut data = false;
            stream.write_all(b"220 mail.example.com\r\n").unwrap();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).unwrap_or(0) == 0 {
                    return all;
                }
                all += &line;
                let answer = match line.trim_end() {
                    "." if data => {
                        data = false;
                        "250 taken"
                    }
                    _ if data => continue,
                    line if line.starts_with("EHLO") => "250 mail.example.com",
                    line if line.starts_with("RCPT") => recipient,
                    "DATA" => {
                        data = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 fine",
                };
                stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
            }
        });
        let server = MailServer {
            host: "127.0.0.1".to_owned(),
            port,
            encryption: Encryption::None,
            user: None,
            password: None,
            from: "Hearken <hearken@example.com>".to_owned(),
        };
        (server, heard)
    }

    fn parcel(subject: &str, text: &str) -> Parcel {
        Parcel {
            message: "msg_1".to_owned(),
            at: "2026-11-28T08:00:00Z".parse().unwrap(),
            to: Recipient::Mail { address: "ann@example.com".to_owned() },
            subject: subject.to_owned(),
            text: text.to_owned(),
            body: String::new(),
        }
    }

    const TIME: Duration = Duration::from_secs(15);

    #[test]
    fn a_message_arrives_as_plain_text() {
        let (mail, heard) = server("250 fine");
        let parcel =
            parcel("“Refunds” rises", "Refunds rises.\n<b>“never came”</b>\n.\nRCPT TO:<eve@example.com>\n");
        assert_eq!(send(&parcel, "ann@example.com", Some(&mail), TIME), Handed::Taken);
        let told = heard.join().unwrap();
        assert!(told.contains("RCPT TO:<ann@example.com>"), "{told}");
        assert!(told.contains("Content-Type: text/plain; charset=utf-8"), "{told}");
        assert!(told.contains("Message-ID: <msg_1@example.com>"), "{told}");
        assert!(told.contains("Date: Sat, 28 Nov 2026 08:00:00"), "{told}");
        assert_eq!(told.matches("MAIL FROM").count(), 1, "{told}");
    }

    #[test]
    fn no_words_leave_their_header() {
        let parcel = parcel("Refunds\r\nBcc: eve@example.com\u{2028}\u{0}rise", "text");
        let (mail, _) = server("250 fine");
        let written = message(&parcel, "ann@example.com", &mail).unwrap().formatted();
        let written = String::from_utf8(written).unwrap();
        assert!(written.contains("Subject: Refunds Bcc: eve@example.com rise\r\n"), "{written}");
        assert!(!written.lines().any(|line| line.starts_with("Bcc")), "{written}");
        for hostile in ["ann@example.com\r\nBcc: eve@example.com", "ann@example.com>, <eve@example.com", ""] {
            assert!(message(&parcel, hostile, &mail).is_none(), "{hostile}");
        }
    }

    #[test]
    fn a_server_that_refuses_is_not_there_or_not_configured_is_told_as_such() {
        let (mail, heard) = server("550 nobody of that name");
        let parcel = parcel("news", "news");
        let send = |mail: Option<&MailServer>| send(&parcel, "ann@example.com", mail, TIME);
        assert_eq!(send(Some(&mail)), Handed::Failed(DeliveryTrouble::Refused));
        heard.join().unwrap();
        assert_eq!(send(Some(&mail)), Handed::Failed(DeliveryTrouble::Unreachable));
        assert_eq!(send(None), Handed::Failed(DeliveryTrouble::NoMail));
    }
}
