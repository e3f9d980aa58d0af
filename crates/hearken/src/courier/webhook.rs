//! Sending to a program as [Standard Webhooks](https://www.standardwebhooks.com/) has it: signed, so that the receiver knows
//! who sent it, and with an id, so that what comes twice is known.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hearken_app::courier::{Handed, Parcel, Recipient};
use hearken_domain::DeliveryTrouble;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use ureq::Agent;
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::unversioned::transport::DefaultConnector;

use crate::courier::address::Checked;

/// Bytes of the head of an answer, and of its body, that are read at most.
const HEAD_BYTES_MAX: usize = 16 << 10;
const BODY_BYTES_MAX: u64 = 4 << 10;
/// What a secret begins with.
const SECRET_PREFIX: &str = "whsec_";

/// Sends it once.
pub(super) fn send(parcel: &Parcel, time: Duration) -> Handed {
    send_by(parcel, time, DefaultResolver::default())
}

fn send_by(parcel: &Parcel, time: Duration, names: impl Resolver) -> Handed {
    let Recipient::Webhook { address, secret, allow_private } = &parcel.to else {
        return Handed::Failed(DeliveryTrouble::Refused);
    };
    let timestamp = parcel.at.as_second();
    let Some(signature) = sign(secret, &parcel.message, timestamp, &parcel.body) else {
        return Handed::Failed(DeliveryTrouble::NoSecret);
    };
    let refused = Arc::new(OnceLock::new());
    let checked = Checked { names, allow_private: *allow_private, refused: refused.clone() };
    let sent = agent(time, checked)
        .post(address)
        .header("content-type", "application/json")
        .header("webhook-id", &parcel.message)
        .header("webhook-timestamp", timestamp.to_string())
        .header("webhook-signature", format!("v1,{signature}"))
        .send(parcel.body.as_bytes());
    match sent {
        Ok(mut answer) => {
            // What it says is of no matter, but whoever writes it may be done.
            let _ = answer.body_mut().with_config().limit(BODY_BYTES_MAX).read_to_vec();
            heard(answer.status().as_u16())
        }
        Err(error) => Handed::Failed(refused.get().copied().unwrap_or_else(|| trouble(&error))),
    }
}

fn agent(time: Duration, resolver: impl Resolver) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(time))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_response_header_size(HEAD_BYTES_MAX)
        // A proxy would resolve the name again, and reach what we cannot look at.
        .proxy(None)
        .user_agent("Hearken")
        .build();
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// What a status means for the delivery.
fn heard(status: u16) -> Handed {
    match status {
        200..=299 => Handed::Taken,
        300..=399 => Handed::Failed(DeliveryTrouble::Redirected),
        410 => Handed::Gone,
        _ => Handed::Failed(DeliveryTrouble::Refused),
    }
}

fn trouble(error: &ureq::Error) -> DeliveryTrouble {
    match error {
        ureq::Error::Timeout(_) => DeliveryTrouble::Slow,
        ureq::Error::HostNotFound | ureq::Error::BadUri(_) => DeliveryTrouble::NoAddress,
        _ => DeliveryTrouble::Unreachable,
    }
}

/// The signature of a message; `None` where the secret is none.
fn sign(secret: &str, message: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{message}.{timestamp}.{body}").as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{SocketAddr, TcpListener, TcpStream};
    use std::thread::JoinHandle;

    use ureq::config::Config;
    use ureq::http::Uri;
    use ureq::unversioned::resolver::ResolvedSocketAddrs;
    use ureq::unversioned::transport::NextTimeout;

    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const LONG: Duration = Duration::from_secs(15);

    /// A receiver that answers each request in turn, and says what it was sent.
    fn receiver(answers: &'static [&'static str]) -> (SocketAddr, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = std::thread::spawn(move || {
            answers
                .iter()
                .map(|answer| {
                    let (mut stream, _) = listener.accept().unwrap();
                    let request = read(&stream);
                    let _ = stream.write_all(answer.as_bytes());
                    request
                })
                .collect()
        });
        (address, heard)
    }

    fn read(stream: &TcpStream) -> String {
        let mut reader = BufReader::new(stream);
        let mut request = String::new();
        while !request.ends_with("\r\n\r\n") {
            if reader.read_line(&mut request).unwrap() == 0 {
                return request;
            }
        }
        let lower = request.to_lowercase();
        let length =
            lower.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body).unwrap();
        request + &String::from_utf8(body).unwrap()
    }

    fn parcel(address: &str, allow_private: bool) -> Parcel {
        Parcel {
            message: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
            at: "2021-02-27T15:04:05Z".parse().unwrap(),
            to: Recipient::Webhook { address: address.to_owned(), secret: SECRET.to_owned(), allow_private },
            subject: String::new(),
            text: String::new(),
            body: r#"{"test": 2432232314}"#.to_owned(),
        }
    }

    fn sent(address: &str, allow_private: bool) -> Handed {
        send(&parcel(address, allow_private), LONG)
    }

    #[test]
    fn a_signature_is_the_one_of_the_specification() {
        let signature =
            sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature.as_deref(), Some("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("secret", "msg", 1, "{}"), None);
    }

    #[test]
    fn it_arrives_with_its_id_its_time_and_its_signature() {
        let (address, heard) = receiver(&["HTTP/1.1 204 No Content\r\n\r\n"]);
        assert_eq!(sent(&format!("http://{address}/hook?a=1"), true), Handed::Taken);
        let request = heard.join().unwrap().remove(0);
        assert!(request.starts_with("POST /hook?a=1 HTTP/1.1\r\n"), "{request}");
        for header in [
            "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\r\n",
            "webhook-timestamp: 1614438245\r\n",
            "webhook-signature: v1,",
            "content-type: application/json\r\n",
        ] {
            assert!(request.contains(header), "{header}: {request}");
        }
        assert!(request.ends_with("\r\n\r\n{\"test\": 2432232314}"), "{request}");
        let signed = sign(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_438_245, r#"{"test": 2432232314}"#);
        assert!(request.contains(&signed.unwrap()), "{request}");
    }

    #[test]
    fn each_answer_is_understood_and_no_redirect_is_followed() {
        let answers = [
            ("HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n", Handed::Failed(DeliveryTrouble::Refused)),
            ("HTTP/1.1 404 Oh\r\ncontent-length: 0\r\n\r\n", Handed::Failed(DeliveryTrouble::Refused)),
            ("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", Handed::Gone),
            (
                "HTTP/1.1 307 There\r\nlocation: http://169.254.169.254/latest/\r\ncontent-length: 0\r\n\r\n",
                Handed::Failed(DeliveryTrouble::Redirected),
            ),
            (
                "HTTP/1.1 302 There\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                Handed::Failed(DeliveryTrouble::Redirected),
            ),
            ("HTTP/1.1 200 Fine\r\ncontent-length: 99999999\r\n\r\nmuch", Handed::Taken),
            ("gopher\r\n\r\n", Handed::Failed(DeliveryTrouble::Unreachable)),
        ];
        for (answer, wanted) in answers {
            let (address, heard) = receiver(vec![answer].leak());
            assert_eq!(sent(&format!("http://{address}/"), true), wanted, "{answer}");
            heard.join().unwrap();
        }
    }

    #[test]
    fn who_never_answers_is_left_in_time_and_who_is_not_there_is_told() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let parcel = parcel(&format!("http://{}/", silent.local_addr().unwrap()), true);
        let handed = send(&parcel, Duration::from_millis(200));
        assert_eq!(handed, Handed::Failed(DeliveryTrouble::Slow));
        let closed = silent.local_addr().unwrap();
        drop(silent);
        assert_eq!(sent(&format!("http://{closed}/"), true), Handed::Failed(DeliveryTrouble::Unreachable));
    }

    #[test]
    fn a_private_address_is_refused_however_it_is_written_before_anybody_is_asked() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in [
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
        ] {
            for scheme in ["http", "https"] {
                let handed = sent(&format!("{scheme}://{host}:{port}/"), false);
                let refused =
                    matches!(handed, Handed::Failed(DeliveryTrouble::Private | DeliveryTrouble::NoAddress));
                assert!(refused, "{scheme}://{host}: {handed:?}");
            }
        }
        assert!(listener.accept().is_err(), "nobody connected");
    }

    /// Names that lead where somebody else says; the second time elsewhere.
    #[derive(Debug)]
    struct Rebinding(std::sync::Mutex<Vec<SocketAddr>>);

    impl Resolver for Rebinding {
        fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
            let mut all = self.empty();
            all.push(self.0.lock().unwrap().pop().expect("a name is resolved once"));
            Ok(all)
        }
    }

    #[test]
    fn a_name_that_leads_into_a_private_network_is_refused_and_is_resolved_once() {
        let (address, heard) = receiver(&["HTTP/1.1 200 Fine\r\ncontent-length: 0\r\n\r\n"]);
        let to = |address: SocketAddr| Rebinding(std::sync::Mutex::new(vec![address]));
        let parcel = parcel("http://hooks.example.com/", true);
        assert_eq!(send_by(&parcel, LONG, to(address)), Handed::Taken, "it was asked where it was looked at");
        let mut refused = parcel.clone();
        refused.to = Recipient::Webhook {
            address: "https://hooks.example.com/".to_owned(),
            secret: SECRET.to_owned(),
            allow_private: false,
        };
        assert_eq!(send_by(&refused, LONG, to(address)), Handed::Failed(DeliveryTrouble::Private));
        let far: SocketAddr = "1.1.1.1:80".parse().unwrap();
        assert_eq!(send_by(&parcel, LONG, to(far)), Handed::Failed(DeliveryTrouble::Plain));
        heard.join().unwrap();
    }
}
