#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| power_list_fuzz::statute::run(data));
