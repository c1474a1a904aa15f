//! Composer: a lock file with a package of a folder, whose checksum it finds right.

use super::tool::Tool;
use super::{line, release};

const APP: &str = "{\n\t\"name\": \"line/app\",\n\t\"description\": \"app 1.4.0\",\n\t\"license\": \"MIT\",\n\t\"version\": \"1.4.0\",\n\t\"repositories\": [\n\t\t{ \"type\": \"path\", \"url\": \"../net\", \"options\": { \"reference\": \"none\" } },\n\t\t{ \"packagist.org\": false }\n\t],\n\t\"require\": { \"line/net\": \"^1.4\" }\n}\n";
const NET: &str = "{\r\n  \"name\": \"line/net\",\r\n  \"description\": \"1.4.0\",\r\n  \"version\": \"1.4.0\"\r\n}\r\n";

#[test]
fn composer_takes_a_released_lock_file_as_it_is() {
    let Some(composer) = Tool::find(&["composer"], &["--version", "--no-interaction"]) else {
        return;
    };
    let files = [("app/composer.json", APP), ("net/composer.json", NET)];
    let repository = line("[component.app]\n[component.net]\n", &files);
    let composer = composer
        .with("COMPOSER_ALLOW_SUPERUSER", "1")
        .with("COMPOSER_DISABLE_NETWORK", "1")
        .with("COMPOSER_NO_INTERACTION", "1")
        .with("COMPOSER_HOME", repository.beside("home").to_str().unwrap())
        .with("COMPOSER_CACHE_DIR", repository.beside("cache").to_str().unwrap());
    let update = ["update", "--no-install", "--no-plugins", "--no-scripts"];
    composer.ask(&repository, "app", &update);
    for (part, version, requires) in [("minor", "1.5.0", "^1.5"), ("major", "2.0.0", "^2.0")] {
        release(&repository, part);
        let lock = repository.file("app/composer.lock");
        assert!(lock.contains(&format!("\"version\": \"{version}\"")), "{lock}");
        assert!(repository.file("app/composer.json").contains(requires));
        // It refuses a lock file whose checksum is not that of composer.json.
        composer.ask(&repository, "app", &["validate", "--no-check-publish", "--no-check-version"]);
        composer.ask(&repository, "app", &update);
        assert_eq!(repository.file("app/composer.lock"), lock, "Composer would write it the same");
    }
    repository.replace("app/composer.json", "^2.0", "^1.5");
    let validate = ["validate", "--no-check-publish", "--no-check-version"];
    assert_ne!(composer.try_ask(&repository, "app", &validate).code, 0, "it does notice");
}
