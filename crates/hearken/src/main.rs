//! Hearken, the binary: parse, dispatch, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    hearken::cli::main()
}
