package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

/// Hosts as containers are named, and credentials in their addresses.
class AddressesTest {
    private static final URI ADDRESS = URI.create("http://ada:secret@my_server:8000/hook");

    private static Scrape scrape(URI address) {
        return new Scrape("vllm", address, Duration.ofSeconds(1), ".*", List.of(), List.of(), 100);
    }

    @Test
    void aHostMayHoldAnUnderscoreAndCredentialsBeforeItAreSent() throws IOException {
        Request.Builder request = new Request.Builder().url("http://my_server:8000/hook");
        scrape(ADDRESS).requestHeaders().apply(request, ADDRESS);
        assertThat(request.build().header("Authorization")).isEqualTo("Basic YWRhOnNlY3JldA==");
        assertThat(new Receiver("r", Receiver.Kind.WEBHOOK, ADDRESS, Optional.empty()).url()).isEqualTo(ADDRESS);
    }

    @Test
    void credentialsAreInNoRefusal() {
        URI wrong = URI.create("ftp://ada:secret@my_server/hook");
        assertThatThrownBy(() -> scrape(wrong)).hasMessageContaining("my_server").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new Receiver("r", Receiver.Kind.WEBHOOK, wrong, Optional.empty(), Map.of(), Optional.empty()))
                .hasMessageContaining("http").hasMessageNotContaining("secret");
    }
}
