//! By which server e-mail is sent: `[mail]` in `hearken.toml`; the password from the environment, so that it lies in no file.

use hearken_app::error::AppError;
use hearken_app::next_step::NextStep;
use hearken_store::DataDir;

use crate::config::file::{Configuration, Mail, NAME};

/// Where the password comes from.
pub const PASSWORD: &str = "HEARKEN_SMTP_PASSWORD";

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How what is said to it is kept from others.
    pub encryption: Encryption,
    /// As whom it is spoken to.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// Whom messages come from.
    pub from: String,
}

/// How what is said to a mail server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From the first byte.
    Whole,
    /// After a greeting, or not at all.
    StartTls,
    /// It does not leave the machine.
    None,
}

/// The mail server of the data in `dir`, if there is one.
///
/// # Errors
/// `hearken.toml` cannot be read or is not valid, or names no server that can be spoken to.
pub fn mail_server(dir: &DataDir) -> Result<Option<MailServer>, AppError> {
    let Some(mail) = Configuration::read(dir)?.mail else { return Ok(None) };
    let refused = |detail: &str| AppError::Config {
        message: format!("configuration error in {}: {detail}", dir.path().join(NAME).display()),
        next_step: Some(NextStep::ConfigureActor),
    };
    read(mail, std::env::var(PASSWORD).ok()).map(Some).map_err(refused)
}

fn read(mail: Mail, password: Option<String>) -> Result<MailServer, &'static str> {
    const SERVER: &str =
        "mail.server is not valid; it is smtps://HOST or smtp://HOST, with a port where that is another";
    let (scheme, rest) = mail.server.split_once("://").ok_or(SERVER)?;
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port.parse().map_err(|_| SERVER)?)),
        _ => (rest, None),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() || host.contains(['@', '/', ' ']) {
        return Err(SERVER);
    }
    let stays = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let (encryption, usual) = match scheme {
        "smtps" => (Encryption::Whole, 465),
        "smtp" if stays => (Encryption::None, 25),
        "smtp" => (Encryption::StartTls, 587),
        _ => return Err(SERVER),
    };
    if mail.from.parse::<lettre::message::Mailbox>().is_err() {
        return Err("mail.from is not valid; it is an address, such as Hearken <hearken@example.com>");
    }
    if mail.user.is_some() && password.is_none() {
        return Err("mail.user needs a password in the environment variable HEARKEN_SMTP_PASSWORD");
    }
    let (host, port) = (host.to_owned(), port.unwrap_or(usual));
    Ok(MailServer { host, port, encryption, user: mail.user, password, from: mail.from })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(server: &str) -> Result<(String, u16, Encryption), &'static str> {
        let mail = Mail { server: server.to_owned(), user: None, from: "hearken@example.com".to_owned() };
        read(mail, None).map(|server| (server.host, server.port, server.encryption))
    }

    #[test]
    fn a_server_is_spoken_to_encrypted_unless_it_is_this_machine() {
        assert_eq!(of("smtps://mail.example.com"), Ok(("mail.example.com".into(), 465, Encryption::Whole)));
        assert_eq!(
            of("smtp://mail.example.com:25"),
            Ok(("mail.example.com".into(), 25, Encryption::StartTls))
        );
        assert_eq!(of("smtp://localhost:2525/"), Ok(("localhost".into(), 2525, Encryption::None)));
        assert_eq!(of("smtp://[::1]"), Ok(("::1".into(), 25, Encryption::None)));
    }

    #[test]
    fn what_cannot_be_spoken_to_is_told() {
        for server in
            ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://a:b", "smtp://u@mail"]
        {
            assert!(of(server).unwrap_err().contains("mail.server"), "{server}");
        }
        let mail = |from: &str, user: Option<&str>| Mail {
            server: "smtp://localhost".to_owned(),
            user: user.map(str::to_owned),
            from: from.to_owned(),
        };
        assert!(read(mail("nobody", None), None).is_err());
        assert!(read(mail("a@example.com", Some("a")), None).is_err());
        assert!(read(mail("a@example.com", Some("a")), Some("p".to_owned())).is_ok());
    }
}
