package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.cache.shared.SharedSettings;
import gpudyno.model.cost.Prices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ConfigFileTest {
    @TempDir
    private Path folder;

    private ConfigFile config(String yaml) throws IOException, SetupException {
        Files.writeString(folder.resolve("gpudyno.yaml"), yaml);
        return ConfigFile.in(folder);
    }

    @Test
    void originsAreTakenFromTheFileAndTheCommandLineGoesOverIt() throws Exception {
        ConfigFile config = config("allowedOrigins: [https://bench.example, http://localhost:3000]");
        assertThat(config.allowedOrigins(null)).hasToString("https://bench.example, http://localhost:3000");
        assertThat(config.allowedOrigins(List.of("https://other.example"))).hasToString("https://other.example");
        assertThat(config("otlp: http://127.0.0.1:4318").allowedOrigins(null)).hasToString("");
        assertThat(config("allowedOrigins:").allowedOrigins(null)).hasToString("");
    }

    @Test
    void whatIsNoListOfOriginsIsRefusedWithTheFileAndAnExample() throws Exception {
        assertThatThrownBy(() -> config("allowedOrigins: '*'").allowedOrigins(null)).isInstanceOf(SetupException.class)
                .hasMessageContaining("gpudyno.yaml").hasMessageContaining("a list");
        assertThatThrownBy(() -> config("allowedOrigins: ['*']").allowedOrigins(null)).isInstanceOf(SetupException.class)
                .hasMessageContaining("gpudyno.yaml").hasMessageContaining("'*'").hasMessageContaining("https://");
        assertThatThrownBy(() -> config("").allowedOrigins(List.of("bench.example"))).isInstanceOf(SetupException.class)
                .hasMessageContaining("--allow-origin").hasMessageContaining("'bench.example'");
    }

    @Test
    void pricesAreTakenFromTheFile() throws Exception {
        assertThat(config("otlp: http://127.0.0.1:4318").prices()).isEmpty();
        Prices prices = config("cost: {deviceHour: 0.35, tariff: 0.30, watts: 150, budget: 280}").prices().orElseThrow();
        assertThat(prices.currency()).isEqualTo("USD");
        assertThat(prices.tariff()).containsExactly(new Prices.Tariff(0, 24, 0.3));
        assertThat(prices.perThousand()).isNull();
        assertThat(config("cost: {currency: EUR, tariff: [{from: 0, to: 6, perKwh: 0.2}, {from: 6, to: 24, perKwh: 0.3}]}").prices()
                .orElseThrow().tariff()).hasSize(2);
        assertThatThrownBy(() -> config("cost: {deviceHour: much}").prices()).isInstanceOf(SetupException.class)
                .hasMessageContaining("gpudyno.yaml, cost: deviceHour").hasMessageContaining("'much'");
        assertThatThrownBy(() -> config("cost: {tariff: [{from: 0, to: 6, perKwh: 0.2}]}").prices())
                .hasMessageContaining("hour 6 has no price");
        assertThatThrownBy(() -> config("cost: {devicehour: 1}").prices()).hasMessageContaining("'devicehour'")
                .hasMessageContaining("deviceHour");
    }

    @Test
    void aKeyThatIsNoOptionOfTheNodeIsRefusedWithThoseThereAre() throws Exception {
        CommandSpec node = new CommandLine(new NodeCommand()).getCommandSpec();
        NodeDefaults.check(config("node: {listen: 127.0.0.1:7070, tls: true, tokenFile: t, knobs: {cache.enabled: true}}"), node);
        NodeDefaults.check(config(""), node);
        assertThatThrownBy(() -> NodeDefaults.check(config("node: {lisen: 127.0.0.1:7070}"), node)).isInstanceOf(SetupException.class)
                .hasMessageContaining("gpudyno.yaml, node.lisen").hasMessageContaining("listen, log");
        assertThatThrownBy(() -> NodeDefaults.check(config("node: {knobs: 8}"), node))
                .hasMessageContaining("node.knobs: knobs and their values");
        assertThatThrownBy(() -> NodeDefaults.check(config("node: {listen: [a]}"), node)).hasMessageContaining("one value");
        assertThat(config("node: {knobs: {b: 2, a: true}}\nunread: 1\nserve: {}").unknownKeys()).containsExactly("unread");
    }

    @Test
    void theSharedCacheIsTakenFromTheFileAndTheCommandLineGoesOverIt() throws Exception {
        Files.writeString(folder.resolve("secret"), "a secret\n");
        ConfigFile config = config(
                "cache: {l2: {url: 'redis://user@one:6379,redis://two:6380', passwordFile: secret, timeout: 20ms, ttl: 1h}}");
        SharedSettings settings = config.shared(null, null, Map.of()).orElseThrow();
        assertThat(settings.shown()).isEqualTo("one:6379, two:6380");
        assertThat(settings.timeout()).hasMillis(20);
        assertThat(settings.timeToLive()).hasHours(1);
        assertThat(settings).asString().doesNotContain("secret");
        assertThat(config.shared("redis-sentinel://three:26379#main", null, Map.of()).orElseThrow().shown())
                .isEqualTo("main of sentinel three:26379");
        assertThat(config("cache: {l2: 'redis://one'}").shared(null, null, Map.of()).orElseThrow().shown()).isEqualTo("one:6379");
        assertThat(config("").shared(null, null, Map.of())).isEmpty();
    }

    @Test
    void whatIsWrongWithTheSharedCacheIsNamedWithoutThePassword() throws Exception {
        assertThatThrownBy(() -> config("").shared("http://user:hidden@one", null, Map.of())).isInstanceOf(SetupException.class)
                .hasMessageContaining("--l2").hasMessageContaining("redis://").hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> config("").shared("redis://user:hidden@one:port", null, Map.of())).isInstanceOf(SetupException.class)
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> config("cache: {l2: {url: 'redis://one', timeout: soon}}").shared(null, null, Map.of()))
                .isInstanceOf(SetupException.class).hasMessageContaining("cache.l2").hasMessageContaining("soon");
        assertThatThrownBy(() -> config("").shared("redis://one", folder.resolve("missing"), Map.of())).isInstanceOf(SetupException.class)
                .hasMessageContaining("missing");
    }
}
