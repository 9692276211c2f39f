package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.Listening;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:7070,http://127.0.0.1:7070", "localhost:0,http://127.0.0.1:0", "[::1]:9,http://[0:0:0:0:0:0:0:1]:9"})
    void loopbackAddressesAreTaken(String text, String uri) throws Exception {
        ListenAddress address = ListenAddress.parse(text, false);
        assertThat(new Listening(address.host(), 0, Optional.empty(), AllowedOrigins.NONE).uri(address.port())).hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7070", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:7070", "127.0.0.1:7070/x",
        "a@127.0.0.1:7070", "127.0.0.1:70 70"})
    void whatIsNoHostAndPortIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text, false)).isInstanceOf(SetupException.class)
                .hasMessageContaining("127.0.0.1:7070");
    }

    @Test
    void otherAddressesNeedTls() {
        assertThatThrownBy(() -> ListenAddress.parse("0.0.0.0:7070", false)).hasMessageContaining("--tls")
                .hasMessageContaining("--insecure");
    }

    @Test
    void withTlsAnyAddressIsTaken() throws Exception {
        assertThat(ListenAddress.parse("0.0.0.0:7070", true)).isEqualTo(new ListenAddress("0.0.0.0", 7070));
    }

    @Test
    void aNameThatOnlyLooksLikeLoopbackIsNotTaken() {
        assertThatThrownBy(() -> ListenAddress.parse("127.0.0.1.invalid:7070", false)).isInstanceOf(SetupException.class);
    }
}
