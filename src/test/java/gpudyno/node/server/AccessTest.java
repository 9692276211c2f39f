package gpudyno.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import gpudyno.Alone;
import gpudyno.model.net.Pairing;
import gpudyno.model.node.Event;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.UntrustedCertificateException;
import gpudyno.node.local.LocalNode;
import gpudyno.node.remote.RemoteNode;
import gpudyno.store.Json;
import gpudyno.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what with a node that listens by TLS, over real sockets.
@Alone
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    private static final MediaType JSON = MediaType.get("application/json");
    /// Routes that take a body and change nothing, and the model server, which is open while there are no API keys.
    private static final Set<String> HARMLESS = Set.of("POST /api/alerts/preview", "POST /api/cache/get", "POST /v1/embeddings",
            "POST /v1/chat/completions", "POST /v1/completions");

    private Path folder;
    private LocalNode node;
    private Access access;
    private NodeServer server;
    private NodeCertificate certificate;
    private OkHttpClient http;

    @BeforeAll
    void start(@TempDir Path made) {
        folder = made;
        node = new LocalNode(folder, "guarded");
        access = Access.at(folder.resolve("token"), folder);
        certificate = NodeCertificate.selfMadeIn(folder);
        server = new NodeServer(node, access, new Listening("127.0.0.1", 0, Optional.of(certificate), AllowedOrigins.NONE));
        HandshakeCertificates its = new HandshakeCertificates.Builder().addTrustedCertificate(certificate.chain().getFirst()).build();
        http = new OkHttpClient.Builder().sslSocketFactory(its.sslSocketFactory(), its.trustManager())
                .readTimeout(Duration.ofSeconds(30)).build();
    }

    @AfterAll
    void stop() {
        server.close();
        node.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + server.port());
    }

    private Request request(String method, String target, @Nullable String token, String body) {
        Request.Builder request = new Request.Builder().url(address() + target);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.method(method, method.equals("GET") ? null : RequestBody.create(body.getBytes(StandardCharsets.UTF_8), JSON))
                .build();
    }

    private int status(String method, String target, @Nullable String token, String body) throws IOException {
        try (Response response = http.newCall(request(method, target, token, body)).execute()) {
            return response.code();
        }
    }

    private String text(String target, String token) throws IOException {
        try (Response response = http.newCall(request("GET", target, token, "")).execute()) {
            return response.body().string();
        }
    }

    private JsonNode description() throws IOException {
        return Json.MAPPER.readTree(text("/openapi.json", ""));
    }

    /// The routes that the description tells of.
    private Map<String, JsonNode> described() throws IOException {
        Map<String, JsonNode> routes = new java.util.TreeMap<>();
        description().path("paths").properties().forEach(path -> path.getValue().properties().forEach(
                method -> routes.put(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return routes;
    }

    private static HostileRoutes.Example example(String route) {
        return Objects.requireNonNull(HostileRoutes.all().get(route), route);
    }

    private static String target(String route) {
        String path = route.substring(route.indexOf(' ') + 1).replace("{id}", "1");
        String query = example(route).query();
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String body(String route) {
        return example(route).bodies().stream().findFirst().orElse("{}");
    }

    @Test
    void theDescriptionHasEveryRouteWithItsRoleParametersAndSchemas() throws IOException {
        Map<String, JsonNode> routes = described();
        assertThat(routes.keySet()).isEqualTo(Set.copyOf(server.routes()));
        JsonNode schemas = description().at("/components/schemas");
        routes.forEach((route, operation) -> {
            assertThat(operation.path("x-role").asText()).as(route).isIn("anyone", "client", "reader", "operator");
            assertThat(names(operation, "path")).as(route).hasSize(route.split("\\{", -1).length - 1);
            Set<String> queried = new HashSet<>();
            Stream.of(example(route).query().split("&")).filter(part -> !part.isEmpty())
                    .forEach(part -> queried.add(part.substring(0, part.indexOf('='))));
            assertThat(names(operation, "query")).as(route + " tells all of its parameters").containsAll(queried);
            assertThat(operation.has("requestBody")).as(route + " tells its body")
                    .isEqualTo(!example(route).bodies().isEmpty());
            operation.findValuesAsText("$ref").forEach(reference -> assertThat(
                    schemas.has(reference.substring(reference.lastIndexOf('/') + 1))).as(route + " " + reference).isTrue());
        });
        schemas.findValuesAsText("$ref").forEach(
                reference -> assertThat(schemas.has(reference.substring(reference.lastIndexOf('/') + 1))).as(reference).isTrue());
        assertThat(schemas.at("/KnobState/properties/knob/$ref").asText()).isEqualTo("#/components/schemas/Knob");
        assertThat(schemas.at("/NodeInfo/properties/started/format").asText()).isEqualTo("date-time");
    }

    private static Set<String> names(JsonNode operation, String in) {
        Set<String> names = new HashSet<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals(in)) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    @Test
    void withoutARightTokenNothingUnderApiIsTold() throws IOException {
        List<String> open = new ArrayList<>();
        for (Map.Entry<String, JsonNode> route : described().entrySet()) {
            String method = route.getKey().substring(0, route.getKey().indexOf(' '));
            if (route.getKey().contains(" /api/") && status(method, target(route.getKey()), null, body(route.getKey())) != 401) {
                open.add(route.getKey());
            }
        }
        assertThat(open).containsExactly("GET /api/health");
        assertThat(status("GET", "/api/info", "0".repeat(64), "")).isEqualTo(401);
        assertThat(status("GET", "/api/not-there", null, "")).isEqualTo(401);
    }

    @Test
    void aReaderReadsEverythingAndChangesNothing() throws IOException {
        String reader = access.add("reads", Role.READER, Optional.empty(), Optional.empty()).text();
        int refused = 0;
        for (String route : described().keySet()) {
            String method = route.substring(0, route.indexOf(' '));
            boolean stream = route.equals("GET /api/frames");
            int status = stream ? 200 : status(method, target(route), reader, body(route));
            if (method.equals("GET") && !route.equals("GET /api/tokens") || HARMLESS.contains(route)) {
                assertThat(status).as(route).isNotIn(401, 403);
            } else {
                assertThat(status).as(route).isEqualTo(403);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(20);
    }

    @Test
    void anOperatorMayTurnKnobsAndListsTellNoSecret() throws IOException {
        TokenFile.Made operator = access.add("turns", Role.OPERATOR, Optional.empty(), Optional.empty());
        assertThat(status("PATCH", "/api/knobs", operator.text(), "{\"serve.queue.limit\": 78}")).isEqualTo(200);
        String list = text("/api/tokens", operator.text());
        assertThat(list).contains("\"turns\"", "\"operator\"", "lastUsed").doesNotContain(operator.text())
                .doesNotContain(operator.issued().sha256());
        Path file = folder.resolve("tokens.json");
        assertThat(Files.readString(file)).doesNotContain(operator.text()).contains(operator.issued().sha256());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("certificate.pem")))).isEqualTo("rw-------");
    }

    /// How long an open stream of a token lives after `revoke`; it has delivered something before.
    private Duration lifeOfAStreamAfter(String token, Runnable revoke) throws IOException {
        Request stream = request("GET", "/api/frames", token, "").newBuilder().header("Accept", "text/event-stream").build();
        try (Response response = http.newCall(stream).execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.body().source().readUtf8Line()).isNotNull();
            long start = System.nanoTime();
            revoke.run();
            while (response.body().source().readUtf8Line() != null) {
                assertThat(System.nanoTime() - start).as("the stream goes on").isLessThan(Duration.ofSeconds(5).toNanos());
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    @Test
    void aRevokedTokenIsCutOffWithinASecondWithItsStreams() throws IOException {
        String here = access.add("revoked.here", Role.READER, Optional.empty(), Optional.empty()).text();
        String owner = access.owner().text();
        Duration byApi = lifeOfAStreamAfter(here, () -> {
            try {
                assertThat(status("POST", "/api/tokens/revoke", owner, "{\"name\": \"revoked.here\"}")).isEqualTo(204);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(byApi).isLessThan(Duration.ofSeconds(1));
        assertThat(status("GET", "/api/info", here, "")).isEqualTo(401);
        // As `gpudyno token` does it, in a process of its own.
        String elsewhere = access.add("revoked.elsewhere", Role.READER, Optional.empty(), Optional.empty()).text();
        Duration byFile = lifeOfAStreamAfter(elsewhere, () -> TokenFile.in(folder).revoke("revoked.elsewhere"));
        assertThat(byFile).as("half a second where the machine is not busy").isLessThan(Duration.ofSeconds(2));
        assertThat(status("GET", "/api/info", elsewhere, "")).isEqualTo(401);
        assertThat(status("GET", "/api/info", owner, "")).isEqualTo(200);
    }

    @Test
    void manyWrongTokensAreTold() throws IOException {
        for (int i = 0; i < 12; i++) {
            assertThat(status("GET", "/api/info", "f".repeat(64), "")).isEqualTo(401);
        }
        assertThat(node.journal().events().stream().map(Event::text)).anyMatch(text -> text.contains("with a wrong token came from"));
        assertThat(FailedLogins.delayMillis(FailedLogins.FREE)).isZero();
        assertThat(FailedLogins.delayMillis(FailedLogins.FREE + 4)).isEqualTo(200);
        assertThat(FailedLogins.delayMillis(1_000_000)).isEqualTo(1_000);
    }

    @Test
    void otherSpellingsOfAPathAreNoWayRoundTheToken() throws Exception {
        SSLContext context = context();
        for (String path : List.of("//api/info", "/api//info", "/api;x=1/info", "/api/info;x", "/%61pi/info", "/api%2finfo",
                "/x/../api/info",
                "/x/%2e%2e/api/info", "/./api/info", "/api/./info", "/API/info", "/api/info/", "/api\\info", "//127.0.0.1/api/info",
                "/api/health/../info", "/api/health/%2e%2e/info", "/v1/../api/info", "/v1/%2e%2e/api/knobs")) {
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer.lines().findFirst().orElse("")).as(path).containsPattern(" 4\\d\\d ");
                assertThat(answer).as(path).doesNotContain("guarded");
            }
        }
    }

    private SSLContext context() {
        return new HandshakeCertificates.Builder().addTrustedCertificate(certificate.chain().getFirst()).build().sslContext();
    }

    /// A first message of TLS 1.1 is written by hand, because this Java's own client refuses to send one.
    @Test
    void tlsBeforeOneTwoIsRefused() throws IOException {
        byte[] hello = HexFormat.of().parseHex("160301002f" + "0100002b" + "0302" + "00".repeat(32) + "00" + "0004" + "c013002f" + "0100");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello);
            InputStream in = socket.getInputStream();
            byte[] alert = in.readNBytes(7);
            assertThat(alert).hasSize(7);
            assertThat(alert[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(alert[5]).as("fatal").isEqualTo((byte) 2);
            assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @Test
    void aConsoleKnowsANodeByItsFingerprint() {
        Pairing pairing = new Pairing(address(), Optional.of(certificate.fingerprint()), Optional.of(access.owner().text()));
        try (RemoteNode remote = new RemoteNode(Pairing.parse(pairing.line()))) {
            assertThat(remote.info().name()).isEqualTo("guarded");
        }
        String other = "ab".repeat(32);
        try (RemoteNode remote = new RemoteNode(pairing.withFingerprint(other))) {
            assertThatThrownBy(remote::info).isInstanceOf(NodeUnreachableException.class).hasMessageContaining("HAS CHANGED")
                    .hasMessageContaining(other).hasMessageContaining(certificate.fingerprint());
            assertThat(remote.connection().reason()).contains("HAS CHANGED");
        }
        try (RemoteNode remote = new RemoteNode(Pairing.of(address(), access.owner().text()))) {
            assertThatThrownBy(remote::info).isInstanceOfSatisfying(UntrustedCertificateException.class,
                    e -> assertThat(e.shown().fingerprint()).contains(certificate.fingerprint()));
        }
    }

    /// A root, an authority under it, and the node's certificate, as an operator's own authority gives them.
    @Test
    void aCertificateOfTheOperatorsAuthorityNeedsNoPin(@TempDir Path elsewhere) throws Exception {
        HeldCertificate root = new HeldCertificate.Builder().ecdsa256().commonName("operator's root").certificateAuthority(1).build();
        HeldCertificate under = new HeldCertificate.Builder().ecdsa256().commonName("operator's lab").certificateAuthority(0).signedBy(root)
                .build();
        Path trusted = elsewhere.resolve("trusted.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        try (OutputStream out = Files.newOutputStream(trusted)) {
            store.store(out, "changeit".toCharArray());
        }
        for (String name : List.of("127.0.0.1", "other.example")) {
            HeldCertificate leaf = new HeldCertificate.Builder().ecdsa256().commonName(name).addSubjectAlternativeName(name).signedBy(under)
                    .build();
            Path file = elsewhere.resolve(name + ".pem");
            Files.writeString(file, leaf.certificatePem() + under.certificatePem() + leaf.privateKeyPkcs8Pem());
            try (NodeServer vouched = new NodeServer(node, access,
                    new Listening("127.0.0.1", 0, Optional.of(NodeCertificate.of(file, file)), AllowedOrigins.NONE))) {
                Pairing unpinned = Pairing.of(URI.create("https://127.0.0.1:" + vouched.port()), access.owner().text());
                try (RemoteNode stranger = new RemoteNode(unpinned)) {
                    assertThatThrownBy(stranger::info).as("nobody vouches").isInstanceOf(UntrustedCertificateException.class);
                }
                System.setProperty("javax.net.ssl.trustStore", trusted.toString());
                System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
                try (RemoteNode remote = new RemoteNode(unpinned)) {
                    if (name.equals("127.0.0.1")) {
                        assertThat(remote.info().name()).isEqualTo("guarded");
                    } else {
                        assertThatThrownBy(remote::info).as("of another machine").isInstanceOf(NodeUnreachableException.class);
                    }
                } finally {
                    System.clearProperty("javax.net.ssl.trustStore");
                    System.clearProperty("javax.net.ssl.trustStorePassword");
                }
            } finally {
                node.listeningAt(address(), URI.create("http://127.0.0.1:1"), "none");
            }
        }
    }

    @Test
    void anExpiredCertificateIsUsedByNeitherSide(@TempDir Path elsewhere) throws IOException {
        HeldCertificate expired = new HeldCertificate.Builder().ecdsa256().commonName("old")
                .validityInterval(System.currentTimeMillis() - 86_400_000, System.currentTimeMillis() - 3_600_000).build();
        Path file = elsewhere.resolve("old.pem");
        Files.writeString(file, expired.certificatePem() + expired.privateKeyPkcs8Pem());
        assertThatThrownBy(() -> NodeCertificate.of(file, file)).isInstanceOf(StoreException.class).hasMessageContaining("has expired");
        NodeCertificate shown = new NodeCertificate(List.<X509Certificate>of(expired.certificate()), expired.keyPair().getPrivate(), file,
                file, true);
        try (NodeServer stale = new NodeServer(node, access,
                new Listening("127.0.0.1", 0, Optional.of(shown), AllowedOrigins.NONE));
                RemoteNode remote = new RemoteNode(new Pairing(URI.create("https://127.0.0.1:" + stale.port()),
                        Optional.of(shown.fingerprint()), Optional.of(access.owner().text())))) {
            assertThatThrownBy(remote::info).isInstanceOf(NodeUnreachableException.class).hasMessageContaining("NotAfter");
        } finally {
            node.listeningAt(address(), URI.create("http://127.0.0.1:1"), "none");
        }
    }

    @Test
    void aCertificateThatIsReplacedIsServedWithoutARestart(@TempDir Path elsewhere) throws IOException {
        Path file = elsewhere.resolve("node.pem");
        String before = written(file);
        try (NodeServer renewed = new NodeServer(node, access,
                new Listening("127.0.0.1", 0, Optional.of(NodeCertificate.of(file, file)), AllowedOrigins.NONE))) {
            assertThat(shownBy(renewed)).isEqualTo(before);
            String after = written(file);
            await().atMost(Duration.ofSeconds(10)).until(() -> shownBy(renewed).equals(after));
            Files.writeString(file, "half a certifi");
            renewed.reload();
            assertThat(shownBy(renewed)).as("what cannot be read is not taken").isEqualTo(after);
        } finally {
            node.listeningAt(address(), URI.create("http://127.0.0.1:1"), "none");
        }
    }

    /// Writes a new certificate and its key.
    ///
    /// @return its fingerprint
    private static String written(Path file) throws IOException {
        HeldCertificate made = new HeldCertificate.Builder().rsa2048().duration(1, TimeUnit.DAYS).build();
        Files.writeString(file, made.privateKeyPkcs8Pem() + made.certificatePem());
        return NodeCertificate.of(file, file).fingerprint();
    }

    private static String shownBy(NodeServer server) {
        try (RemoteNode remote = new RemoteNode(Pairing.of(URI.create("https://127.0.0.1:" + server.port()), "none"))) {
            remote.info();
            throw new AssertionError("nobody vouches for that certificate");
        } catch (UntrustedCertificateException e) {
            return e.shown().fingerprint().orElseThrow();
        }
    }
}
