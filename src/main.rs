//! The `power-list` binary: floor 5, a thin shell over the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
