//! `hearken serve`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use clap::Args;

use crate::cli::Global;
use crate::cli::out::{Out, path};
use crate::serve::{Address, Server};
use hearken_app::error::AppError;

#[derive(Debug, Args)]
#[command(after_help = "Example: hearken serve --port 8080")]
pub struct ServeArgs {
    /// Port; 0 takes any that is free
    #[arg(long, default_value_t = 7717, value_name = "N")]
    port: u16,
    /// Address to listen on; only this machine's own, until accounts exist
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_name = "IP")]
    host: IpAddr,
}

pub fn run(args: &ServeArgs, global: &Global, out: &mut Out) -> Result<(), AppError> {
    let address = Address::Exactly(SocketAddr::new(args.host, args.port));
    crate::serve::check_loopback(args.host)?;
    crate::serve::log_to_stderr("warn,hearken=info");
    let app = global.open()?;
    let server = Server::bind(app, global.actor()?, address)?;
    out.line(format!("Hearken is at {}", server.url()));
    out.line(
        "Whoever has this address can read, change and erase everything; programs send the token instead:",
    );
    out.line(path(&global.dir()?.token_file()));
    out.flush();
    server.run()
}
