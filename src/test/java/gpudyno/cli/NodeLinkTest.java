package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

class NodeLinkTest {
    @Test
    void aLinkIsTheAddressOfItsNode() {
        assertThat(new NodeLink().convert("gpudyno://lab-3:7070").address()).isEqualTo(URI.create("https://lab-3:7070"));
        assertThat(new NodeLink().convert("gpudyno://127.evil.example:7070").address())
                .isEqualTo(URI.create("https://127.evil.example:7070"));
        assertThat(new NodeLink().convert("gpudyno://127.0.0.1:7071/").address()).isEqualTo(URI.create("http://127.0.0.1:7071"));
        assertThat(new NodeLink().convert("GPUDYNO://[::1]:7070").address()).isEqualTo(URI.create("http://[::1]:7070"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpudyno://lab-3", "gpudyno://lab-3:0", "gpudyno://lab-3:70700", "gpudyno://me:secret@lab-3:7070",
        "gpudyno://lab-3:7070/api/knobs", "gpudyno://lab-3:7070?token=x", "http://lab-3:7070", "gpudyno:", "file:///etc/passwd"})
    void whatIsNoLinkIsRefused(String link) {
        assertThatThrownBy(() -> new NodeLink().convert(link)).isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("gpudyno://HOST:PORT");
    }

    @Test
    void aWordThatIsNoCommandIsToldWhatIsThere() {
        StringWriter said = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(said));
        assertThat(line.execute("lode")).isEqualTo(Exit.SETUP);
        assertThat(said.toString()).contains("'lode' is neither a command nor a link").contains("gpudyno --help");
    }
}
