package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadCommandTest {
    @TempDir
    private Path folder;
    private HttpServer server;
    private ExecutorService threads;
    private String url;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        return commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void aRunWritesItsReportItsSecondsAndItsHistogram() throws IOException {
        Path json = folder.resolve("run.json");
        Path csv = folder.resolve("run.csv");
        Path hgrm = folder.resolve("run.hgrm");
        int exit = run("load", url, "--scenario", "constant", "--rate", "100/s", "--requests", "150", "--slo", "p95=2s,errors=1%", "--json",
                json.toString(), "--csv", csv.toString(), "--hgrm", hgrm.toString());
        assertThat(exit).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.at("/offered/requests").asInt()).isEqualTo(150);
        assertThat(report.at("/achieved/requests").asInt()).isEqualTo(150);
        assertThat(report.at("/offered/rate").asDouble()).isCloseTo(100, within(1.0));
        assertThat(report.at("/latency/intended/p999").isNumber()).isTrue();
        assertThat(report.at("/latency/service/p50").isNumber()).isTrue();
        assertThat(report.at("/slo/0/met").asBoolean()).isTrue();
        assertThat(report.has("ttft")).isFalse();
        assertThat(Files.readAllLines(csv)).hasSizeBetween(2, 3).first().asString().startsWith("second,offered");
        assertThat(Files.readString(hgrm)).contains("#[Mean", "Total count    =          150");
    }

    @Test
    void aMissedBoundIsExitCodeOne() {
        assertThat(run("load", url, "--scenario", "closed", "--connections", "2", "--requests", "20", "--slo", "max=0.0001ms"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("MISSED max");
    }

    @Test
    void anUnreachableTargetIsExitCodeThree() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(run("load", "http://127.0.0.1:" + free, "--scenario", "poisson", "--rate", "50", "--requests", "5")).isEqualTo(3);
        assertThat(err.toString()).contains("cannot be reached");
    }

    @Test
    void unusableArgumentsAreExitCodeTwoAndNamed() {
        assertThat(run("load", url, "--scenario", "wobble", "--rate", "5", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--rate", "fast", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--rate", "5")).isEqualTo(2);
        assertThat(run("load", "ftp://x/", "--scenario", "constant", "--rate", "5", "--requests", "1")).isEqualTo(2);
        assertThat(err.toString()).contains("wobble", "'fast' is not a rate", "needs --rate", "--duration or --requests", "ftp://x/")
                .doesNotContain("\tat ");
    }
}
