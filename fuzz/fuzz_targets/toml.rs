#![no_main]

use manifest::conformance::Syntax;

libfuzzer_sys::fuzz_target!(|data: &[u8]| syncline_fuzz::test(Syntax::Toml, data));
