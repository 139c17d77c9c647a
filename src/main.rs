//! The `power-list` binary: floor 5, a thin shell over the library.

mod cli;

/// What of it is faster, docs/performance.md says.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
