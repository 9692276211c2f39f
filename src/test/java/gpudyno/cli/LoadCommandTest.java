package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import gpudyno.Alone;
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

@Alone
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
    void aRunWithoutOneCorrectAnswerSaysSoInItsLastLineAndCredentialsAreNeverShown() throws IOException {
        server.createContext("/broken", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] words = ("the model is loading, " + exchange.getRequestHeaders().getFirst("Authorization"))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, words.length);
            exchange.getResponseBody().write(words);
            exchange.close();
        });
        Path json = folder.resolve("run.json");
        Path html = folder.resolve("run.html");
        String secret = url.replace("http://", "http://someone:hunter2@") + "broken?api_key=hunter2";
        assertThat(run("load", secret, "--rate", "100", "--requests", "20", "--json", json.toString(), "--html", html.toString())).isZero();
        assertThat(out.toString().strip().lines().toList().getLast()).startsWith("NOT ONE CORRECT ANSWER: all 20 requests")
                .contains("status 503: the model is loading");
        assertThat(Files.readString(html)).contains("not one correct answer", "the model is loading", "***@");
        assertThat(run("load", "http://someone:hunter2@127.0.0.1:99999/", "--rate", "1", "--requests", "1")).isEqualTo(2);
        assertThat(run("load", "http://someone:hunter2@127.0.0.1:1/", "--rate", "1", "--requests", "1")).isEqualTo(3);
        String basic = java.util.Base64.getEncoder().encodeToString("someone:hunter2".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String written : java.util.List.of(out.toString(), err.toString(), Files.readString(json), Files.readString(html))) {
            assertThat(written).doesNotContain("hunter2", basic);
        }
    }

    @Test
    void madeUpPromptsHaveTheLengthTheServerCountsAndTheReportTellsIt() throws Exception {
        try (gpudyno.simulate.LlmServer llm = new gpudyno.simulate.LlmServer(0,
                new gpudyno.simulate.LlmSettings(64, 8192, 0.9, 8192, 16, true, 500, 1, 10))) {
            Path json = folder.resolve("llm.json");
            assertThat(run("load", "http://localhost:" + llm.port() + "/v1", "--api", "openai-chat", "--input-tokens", "400",
                    "--max-tokens", "4",
                    "--body-field", "temperature=0", "--rate", "50", "--requests", "20", "--output-tokens", "4", "--json", json.toString()))
                    .as(err.toString()).isZero();
            JsonNode report = new ObjectMapper().readTree(json.toFile());
            assertThat(report.at("/errors/total").asInt()).as(report.toString()).isZero();
            assertThat(report.at("/tokens/prompts/least").asInt()).isEqualTo(400);
            assertThat(report.at("/tokens/prompts/most").asInt()).isEqualTo(400);
            assertThat(report.at("/findings/notes/0").asText()).contains("exact by the server's /tokenize");
            assertThat(out.toString()).contains("from 400 to 400, as the server counted them");
        }
    }

    @Test
    void unusableArgumentsAreExitCodeTwoAndNamed() {
        assertThat(run("load", url, "--scenario", "wobble", "--rate", "5", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--rate", "fast", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--duration", "1s")).isEqualTo(2);
        assertThat(run("load", url, "--scenario", "constant", "--rate", "5")).isEqualTo(2);
        assertThat(run("load", "ftp://x/", "--scenario", "constant", "--rate", "5", "--requests", "1")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "1", "--header", "Content-Length: 3")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "1", "--header", "X: a\r\nX-Injected: yes")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "-1")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "1", "--timeout", "9999999h")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "1", "--slo", "p95=" + "9".repeat(400) + "ms")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "9".repeat(400), "--requests", "1")).isEqualTo(2);
        assertThat(run("load", url, "--rate", "5", "--requests", "1", "--api", "openai-chat", "--max-tokens", "2147483647")).isEqualTo(2);
        assertThat(err.toString())
                .contains("wobble", "'Content-Length' is the generator's own", "--requests must be", "the timeout must be",
                        "a bound on p95", "--max-tokens: the most tokens of an answer must lie", "'fast' is not a rate", "needs --rate",
                        "--duration or --requests", "ftp://x/")
                .doesNotContain("\tat ");
    }
}
