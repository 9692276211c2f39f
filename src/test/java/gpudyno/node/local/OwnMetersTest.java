package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.node.CustomMeters.Scraped;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMetersTest {
    /// Nobody listens there; that is told of as an outcome.
    private static final URI ENDPOINT = URI.create("http://127.0.0.1:1/metrics");

    @TempDir
    Path folder;

    private OwnMeters open(Store store) {
        store.onUnreadable(message -> {
            throw new AssertionError(message);
        });
        return new OwnMeters(folder, new MeterRegistry(), store, (_, message) -> {
            throw new AssertionError(message);
        });
    }

    @Test
    void anEndpointThatWasAddedIsScrapedAfterARestartAndOneThatWasEndedIsNot() {
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            try (OwnMeters meters = open(store)) {
                assertThat(meters.scrape(ENDPOINT, "vllm")).isEqualTo("vllm");
                assertThat(meters.scrape(URI.create("http://user:pw@127.0.0.1:1/other"), "vllm")).as("taken").isEqualTo("vllm2");
            }
            try (OwnMeters meters = open(store)) {
                assertThat(meters.scraped()).extracting(Scraped::name).containsExactly("vllm", "vllm2");
                assertThat(meters.scraped()).extracting(Scraped::address).noneMatch(address -> address.contains("pw"));
                meters.stopScraping("vllm");
            }
            try (OwnMeters meters = open(store)) {
                assertThat(meters.scraped()).extracting(Scraped::name).containsExactly("vllm2");
            }
        }
    }

    @Test
    void aDeclaredMeterIsThereAfterARestart() {
        Meter meter = new Meter("fan.speed", "1", MeterKind.GAUGE, "Fan speed", List.of("fan"));
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            try (OwnMeters meters = open(store)) {
                meters.declare(meter);
            }
            try (OwnMeters meters = open(store)) {
                assertThat(meters.declared()).containsExactly(meter);
            }
        }
    }

    @Test
    void anEndpointOfTheFileEndsThere() throws Exception {
        Files.writeString(folder.resolve("meters.yaml"), "scrapes:\n  - {name: file, url: \"" + ENDPOINT + "\"}\n");
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held); OwnMeters meters = open(store)) {
            assertThat(meters.scraped()).singleElement().satisfies(one -> assertThat(one.added()).isFalse());
            assertThat(meters.scrape(ENDPOINT, "again")).as("scraped already").isEqualTo("file");
            assertThatThrownBy(() -> meters.stopScraping("file")).hasMessageContaining("meters.yaml");
        }
    }
}
