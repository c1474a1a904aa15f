//! Writes every format's sample as the first inputs of each target.

use std::fs;

use syncline_fuzz::TARGETS;

fn main() -> std::io::Result<()> {
    for (name, syntax) in TARGETS {
        let folder = format!("{}/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
        fs::create_dir_all(&folder)?;
        for (at, format) in syntax.formats().enumerate() {
            let mut bytes = vec![u8::try_from(at).unwrap_or(0)];
            bytes.extend_from_slice(format.sample.as_bytes());
            fs::write(format!("{folder}/{}", format.id), bytes)?;
        }
    }
    Ok(())
}
