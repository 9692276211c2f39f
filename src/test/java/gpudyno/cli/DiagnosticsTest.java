package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Machine;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticsTest {
    private static final Machine MACHINE = new Machine(List.of(Finding.ready("Java", "a Java", "")), List.of(), Duration.ofMillis(3));

    @TempDir
    Path folder;

    private Map<String, String> written() throws IOException {
        Path file = Diagnostics.write(folder.resolve("bundle.zip"), MACHINE, folder.resolve("data"), folder.resolve("config"));
        Map<String, String> parts = new TreeMap<>();
        try (InputStream in = Files.newInputStream(file); ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    @Test
    void aRunningNodesEventsAndSettingsAreThereAndNoSecretIs() throws Exception {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("gpudyno.yaml"),
                "otlp: https://u:hunter2@collector.example:4318\nserve:\n  model:\n    path: models/a\n");
        Files.writeString(config.resolve("pairings.json"), "{\"https://gpu-box:7070\": \"sesame-token\"}");
        try (DataFolder held = DataFolder.open(folder.resolve("data")); Store store = Store.open(held)) {
            Files.writeString(held.path().resolve("token"), "sesame-token");
            Files.writeString(held.path().resolve("alerts.yaml"), "webhooks:\n  - url: https://hooks.example/abc\n    secret: hunter2\n");
            store.events().add(new Event(Instant.now(), Severity.WARNING, "A webhook failed: https://hooks.example/abc answered 500"));
            Map<String, String> parts = written();
            assertThat(parts).containsOnlyKeys("gpudyno/machine.json", "gpudyno/program.json", "gpudyno/files.txt", "gpudyno/events.txt",
                    "gpudyno/gpudyno.yaml", "gpudyno/alerts.yaml");
            assertThat(parts.get("gpudyno/events.txt")).contains("WARNING  A webhook failed: https://OTHER:443/");
            assertThat(parts.get("gpudyno/gpudyno.yaml")).contains("path: models/a");
            assertThat(parts.get("gpudyno/files.txt")).contains("gpudyno.db", "pairings.json");
            assertThat(parts.values())
                    .noneMatch(text -> text.contains("hunter2") || text.contains("sesame") || text.contains("hooks.example")
                            || text.contains(System.getProperty("user.home")));
        }
    }

    @Test
    void aMachineThatNeverRanANodeHasABundleToo() throws Exception {
        Map<String, String> parts = written();
        assertThat(parts.get("gpudyno/files.txt")).contains("is not there");
        assertThat(parts.get("gpudyno/events.txt")).contains("cannot be read");
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
