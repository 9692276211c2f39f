package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.net.Pairing;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class NodeAccessTest {
    @TempDir
    private Path folder;

    private static NodeAccess given(String... arguments) {
        NodeAccess access = new NodeAccess();
        // As Main does: `@FILE` is ours to read.
        new CommandLine(access).setExpandAtFiles(false).parseArgs(arguments);
        return access;
    }

    @Test
    void aTokenStaysOutOfTheArguments() throws IOException, SetupException {
        Path line = Files.writeString(folder.resolve("line"), "gpudyno://127.0.0.1:7070#secret\n");
        Pairing paired = given("--node", "@" + line).tokened().orElseThrow();
        assertThat(paired.address()).isEqualTo(URI.create("http://127.0.0.1:7070"));
        assertThat(paired.token()).contains("secret");
        Path token = Files.writeString(folder.resolve("token"), "other\n");
        assertThat(given("--node", "http://127.0.0.1:7070", "--token-file", token.toString()).tokened().orElseThrow().token())
                .contains("other");
        assertThat(given().tokened()).isEmpty();
    }

    @Test
    void aRefusalNamesTheOptionAndNoToken() {
        assertThatThrownBy(() -> given("--node", "@" + folder.resolve("missing")).named()).isInstanceOf(SetupException.class)
                .hasMessageStartingWith("--node: ").hasMessageContaining("missing");
        assertThatThrownBy(() -> given("--node", "gpudyno://box#secret").named()).isInstanceOf(SetupException.class)
                .hasMessageStartingWith("--node: ").hasMessageNotContaining("secret");
    }

    @Test
    void whatNodesDoNotTakeIsRefusedByName() {
        LoadCommand load = new LoadCommand();
        CommandLine line = new CommandLine(load);
        assertThatThrownBy(
                () -> SharedRequest.check(line.parseArgs("http://127.0.0.1:9/", "--rate", "5", "--duration", "1s", "--generators",
                        "local", "--header", "X:y", "--hgrm", "f")))
                .hasMessageStartingWith("--header, --hgrm: not where nodes send");
        SharedRequest.check(line.parseArgs("http://127.0.0.1:9/", "--rate", "5", "--duration", "1s", "--generators", "local"));
    }
}
