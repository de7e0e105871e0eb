#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| onlist_fuzz::imap(octets));
