package gpudyno.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {
    private static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    @Test
    void aLineIsReadAsItIsWritten() {
        String line = "gpudyno://gpu-box:7070?fp=" + FINGERPRINT + "#secret";
        Pairing pairing = Pairing.parse(" " + line + "\n");
        assertThat(pairing).isEqualTo(new Pairing(URI.create("https://gpu-box:7070"), Optional.of(FINGERPRINT), Optional.of("secret")));
        assertThat(pairing.line()).isEqualTo(line);
        assertThat(pairing.toString()).doesNotContain("secret");
    }

    @Test
    void openSslsSpellingOfAFingerprintIsTaken() {
        String colons = "01:23:45:67:89:AB:CD:EF:".repeat(4).replaceFirst(":$", "");
        assertThat(Pairing.parse("gpudyno://127.0.0.1:7070?fp=" + colons).fingerprint()).contains(FINGERPRINT);
        assertThat(Pairing.parse("gpudyno://127.0.0.1:7070?fp=" + colons).address()).hasToString("https://127.0.0.1:7070");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpudyno://box:7070?fp=12#secret", "gpudyno://box#secret", "gpudyno://box:7070?fp=zz#secret",
        "gpudyno://box:7070?x=1#secret", "gpudyno://me@box:7070#secret", "gpudyno://box:7070/api#secret", "gpudyno://b ox:7070#secret",
        "https://box:7070#secret", "gpudyno:box#secret"})
    void aMalformedLineIsRefusedWithoutShowingItsToken(String line) {
        assertThatThrownBy(() -> Pairing.parse(line)).isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }
}
