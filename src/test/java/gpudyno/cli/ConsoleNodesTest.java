package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import gpudyno.console.ScriptedNode;
import gpudyno.model.net.Pairing;
import gpudyno.node.Connection;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.UntrustedCertificateException;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.Access;
import gpudyno.node.server.AllowedOrigins;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.Listening;
import gpudyno.node.server.NodeCertificate;
import gpudyno.node.server.NodeServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attaching over real HTTP, to a node with its own engines.
class ConsoleNodesTest {
    @TempDir
    private Path folder;
    private LocalNode served;
    private NodeServer server;
    private String token;
    private URI address;

    @BeforeEach
    void serve() {
        served = new LocalNode(folder.resolve("data"), "box");
        ApiToken made = ApiToken.at(folder.resolve("data/token"));
        token = made.text();
        server = new NodeServer(served, made, "127.0.0.1", 0);
        address = URI.create("http://127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        served.close();
    }

    private ConsoleNodes nodes() throws SetupException {
        ConsoleNodes nodes = new ConsoleNodes(new Pairings(folder.resolve("config")));
        nodes.begin(new ScriptedNode(false));
        return nodes;
    }

    @Test
    void anAttachedNodeIsThereAtTheNextStartAndADetachedOneIsNot() throws Exception {
        try (ConsoleNodes first = nodes()) {
            assertThat(first.attach(address, token).info().name()).isEqualTo("box");
        }
        try (ConsoleNodes second = nodes()) {
            Node again = second.all().getLast();
            assertThat(second.address(again)).contains(address);
            assertThat(again.info().name()).isEqualTo("box");
            assertThat(second.local()).contains(second.all().getFirst());
            second.detach(again);
        }
        try (ConsoleNodes third = nodes()) {
            assertThat(third.all()).hasSize(1);
        }
    }

    @Test
    void aNodeWithACertificateOfItsOwnIsAttachedByItsFingerprintAndKnownByItLater() throws Exception {
        NodeCertificate certificate = NodeCertificate.selfMadeIn(folder.resolve("data"));
        Access access = Access.at(folder.resolve("data/token"), folder.resolve("data"));
        try (NodeServer secure = new NodeServer(served, access,
                new Listening("127.0.0.1", 0, Optional.of(certificate), AllowedOrigins.NONE)); ConsoleNodes first = nodes()) {
            Pairing bare = Pairing.of(URI.create("https://127.0.0.1:" + secure.port()), token);
            assertThatThrownBy(() -> first.attach(bare)).isInstanceOfSatisfying(UntrustedCertificateException.class,
                    e -> first.attach(e.shown().withToken(token)));
            assertThat(first.all()).hasSize(2);
            try (ConsoleNodes second = nodes()) {
                assertThat(second.all().getLast().info().name()).isEqualTo("box");
            }
            Path file = folder.resolve("config/pairings.json");
            Files.writeString(file, Files.readString(file).replace(certificate.fingerprint(), "ab".repeat(32)));
            try (ConsoleNodes deceived = nodes()) {
                assertThatThrownBy(deceived.all().getLast()::info).hasMessageContaining("HAS CHANGED").hasMessageContaining("ab".repeat(32))
                        .hasMessageContaining(certificate.fingerprint());
            }
        }
    }

    @Test
    void nodesOfAFileAreThereAndAreGoneWithTheirLine() throws Exception {
        Path file = folder.resolve("fleet.yaml");
        Files.writeString(file, "[{targets: ['" + address.getAuthority() + "']}]");
        FleetDiscovery.Settings wanted = new ConfigFile(folder.resolve("gpudyno.yaml"), new YAMLMapper().readTree(
                "fleet: {tokenFile: fleet-token, discover: [{file: fleet.yaml, scheme: http}]}")).discovery().orElseThrow();
        Files.writeString(folder.resolve("fleet-token"), token + "\n");
        try (ConsoleNodes nodes = nodes()) {
            try (FleetDiscovery _ = new FleetDiscovery(wanted, nodes)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> nodes.all().size() == 2);
            }
            Node found = nodes.all().getLast();
            assertThat(found.info().name()).isEqualTo("box");
            assertThat(nodes.address(found)).contains(address);
            Files.writeString(file, "[]");
            try (FleetDiscovery _ = new FleetDiscovery(wanted, nodes)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> nodes.all().size() == 1);
            }
        }
        try (ConsoleNodes nodes = nodes()) {
            assertThat(nodes.all()).as("what was found is not remembered").hasSize(1);
        }
    }

    @Test
    void aFileOfAnEarlierVersionIsRead() throws Exception {
        Path file = Files.createDirectories(folder.resolve("config")).resolve("pairings.json");
        Files.writeString(file, "{\"" + address + "\": \"" + token + "\"}");
        try (ConsoleNodes nodes = nodes()) {
            assertThat(nodes.all().getLast().info().name()).isEqualTo("box");
        }
    }

    @Test
    void aRememberedNodeThatIsAwayIsKept() throws Exception {
        try (ConsoleNodes first = nodes()) {
            first.attach(address, token);
        }
        server.close();
        try (ConsoleNodes second = nodes()) {
            Node away = second.all().getLast();
            assertThatThrownBy(away::info).isInstanceOf(NodeUnreachableException.class);
            assertThat(away.connection().state()).isNotEqualTo(Connection.State.CONNECTED);
            assertThat(second.all()).hasSize(2);
        }
    }

    @Test
    void theTokenLiesInOneFileThatOnlyItsOwnerReads() throws Exception {
        try (ConsoleNodes nodes = nodes()) {
            nodes.attach(address, token);
        }
        try (Stream<Path> files = Files.walk(folder.resolve("config"))) {
            assertThat(files.filter(Files::isRegularFile)).singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void whatCannotBeAttachedLeavesNothingBehind() throws Exception {
        try (ConsoleNodes nodes = nodes()) {
            assertThatThrownBy(() -> nodes.attach(address, "0".repeat(64))).isInstanceOf(NodeUnreachableException.class)
                    .hasMessageContaining("token");
            assertThatThrownBy(() -> nodes.attach(URI.create("http://127.0.0.1:" + freePort()), token))
                    .isInstanceOf(NodeUnreachableException.class).hasMessageContaining("cannot be reached");
            assertThatThrownBy(() -> nodes.attach(URI.create("http://192.0.2.1:7070"), token))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("https://");
            assertThatThrownBy(() -> nodes.attach(URI.create("box"), token)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https://gpu-box:7070");
            assertThat(nodes.all()).hasSize(1);
            assertThat(folder.resolve("config")).doesNotExist();
            nodes.attach(address, token);
            assertThatThrownBy(() -> nodes.attach(address, token)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("attached already");
        }
    }

    @Test
    void aBrokenFileIsNamedAndLeftAlone() throws IOException {
        Path file = Files.createDirectories(folder.resolve("config")).resolve("pairings.json");
        Files.writeString(file, "{oops");
        assertThatThrownBy(this::nodes).isInstanceOf(SetupException.class).hasMessageContaining(file.toString());
        assertThat(file).hasContent("{oops");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
