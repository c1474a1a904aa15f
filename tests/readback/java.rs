//! Java: Maven's own model builder, with parents and properties resolved, and the reader of the
//! manifests in archives.

use super::tool::Tool;
use super::{line, release};

const PARENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- 1.4.0 -->\n<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>org.example</groupId>\n  <artifactId>line</artifactId>\n  <version>1.4.0</version>\n  <packaging>pom</packaging>\n  <properties>\n    <net.version>1.4.0</net.version>\n    <left.version>1.4.0</left.version>\n  </properties>\n  <dependencyManagement>\n    <dependencies>\n      <dependency>\n        <groupId>org.example</groupId>\n        <artifactId>net</artifactId>\n        <version>${net.version}</version>\n      </dependency>\n    </dependencies>\n  </dependencyManagement>\n</project>\n";
const NET: &str = "<project>\r\n  <modelVersion>4.0.0</modelVersion>\r\n  <groupId>org.example</groupId>\r\n  <artifactId>net</artifactId>\r\n  <version>1.4.0</version>\r\n</project>\r\n";
const APP: &str = "<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n  <modelVersion>4.0.0</modelVersion>\n  <parent>\n    <groupId>org.example</groupId>\n    <artifactId>line</artifactId>\n    <version>1.4.0</version>\n  </parent>\n  <artifactId>app</artifactId>\n  <dependencies>\n    <dependency>\n      <groupId>${project.groupId}</groupId>\n      <artifactId>net</artifactId>\n    </dependency>\n    <dependency>\n      <groupId>org.left</groupId>\n      <artifactId>left</artifactId>\n      <version>${left.version}</version>\n    </dependency>\n    <dependency>\n      <groupId>org.example</groupId>\n      <artifactId>wire</artifactId>\n      <version>${project.version}</version>\n    </dependency>\n  </dependencies>\n</project>\n";
const MANIFEST: &str = "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.example.a.name.that.is.so.long.that.it.has.to.b\r\n e.folded;singleton:=true\r\nBundle-Version: 1.4.0.qualifier\r\nRequire-Bundle: org.example.net;bundle-version=\"1.4.0\",org.example.left;b\r\n undle-version=\"1.4.0\"\r\n";

/// A program of this folder that Java compiles and runs.
fn java(program: &str, libraries: &str) -> Option<Tool> {
    let path = format!("{}/../tests/readback/{program}.java", env!("CARGO_MANIFEST_DIR"));
    // Without arguments it reads nothing: whether it can be compiled is what is asked.
    Tool::find(&["java", "-cp", libraries, &path], &[])
}

#[test]
fn maven_builds_the_released_models() {
    let Some(maven) = java("Models", "/usr/share/maven/lib/*") else { return };
    let config = "[component.line]\nmanifests = [\"pom.xml\"]\npath = \".\"\n[component.net]\n[component.app]\n";
    let files = [("pom.xml", PARENT), ("net/pom.xml", NET), ("app/pom.xml", APP)];
    let repository = line(config, &files);
    for (part, version) in [("minor", "1.5.0"), ("major", "2.0.0")] {
        release(&repository, part);
        let said = maven.ask(&repository, "", &["pom.xml", "net/pom.xml", "app/pom.xml"]);
        let wanted = format!(
            "org.example:line:{version}\n\
             org.example:net:{version}\n\
             org.example:app:{version} org.example:net:{version} org.left:left:1.4.0 org.example:wire:{version}\n"
        );
        assert_eq!(said, wanted);
    }
}

#[test]
fn java_reads_the_released_manifest_of_a_bundle() {
    let Some(java) = java("Bundles", ".") else { return };
    let config = "[component.core]\nmanifests = [\"core/META-INF/MANIFEST.MF\"]\n";
    let files = [("core/META-INF/MANIFEST.MF", MANIFEST)];
    let repository = line(config, &files);
    release(&repository, "minor");
    let said = java.ask(&repository, "core", &["META-INF/MANIFEST.MF"]);
    let (version, requires) = said.trim_end().split_once(' ').unwrap();
    assert_eq!(version, "1.5.0.qualifier");
    assert!(requires.contains("org.example.left;bundle-version=\"1.4.0\""), "{requires}");
}
