//! RubyGems: `Gem::Version`.

use std::process::Command;

use version::native::RUBYGEMS;

use crate::pairs::{Grammar, count, pairs};
use crate::tool::{agrees, ask};

const GRAMMAR: Grammar = Grammar {
    words: &["rc", "beta", "a", "Z", "rc1", "pre", "b2", "x", "alpha", "0a", "", "1a2"],
    separators: &[".", ".", ".", ".", "-", "", "-rc.", ".0."],
    starts: &["", "", "", "0.", "1.0.", "1.0.a."],
    characters: "0123459abzBZ.-.",
};

const COMPARE: &str = r#"
STDIN.each_line do |line|
  left, right = line.chomp.split("\t", -1).map do |text|
    Gem::Version.correct?(text) ? Gem::Version.new(text) : nil
  end
  if left && right
    puts "<=>"[(left <=> right) + 1]
  else
    puts left ? "a" : right ? "b" : "!"
  end
end
"#;

#[test]
fn rubygems_orders_as_gem_version_does_over_random_pairs() {
    let pairs = pairs(&GRAMMAR, count());
    let mut ruby = Command::new("ruby");
    let Some(answers) = ask("ruby", ruby.args(["-e", COMPARE]), &pairs) else { return };
    // Letters sort below numbers and `A` is the lowest letter, so nothing of the grammar is below.
    agrees(&RUBYGEMS, "0.A", &pairs, &answers);
}
