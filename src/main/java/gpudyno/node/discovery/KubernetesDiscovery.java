package gpudyno.node.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/// Nodes by the EndpointSlices of a Kubernetes service, asked with the service account of the pod that this runs in. The account needs the
/// verb `list` on `endpointslices` of the API group `discovery.k8s.io`.
public final class KubernetesDiscovery implements Discovery {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final long MOST_BYTES = 64L << 20;
    private static final String PAGE = "500";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).maxDocumentLength(MOST_BYTES).build()).build());

    private final HttpUrl api;
    private final Path account;
    private final String namespace;
    private final String service;
    private final String scheme;
    private final OkHttpClient http;

    /// In a pod, by the variables and files that Kubernetes gives to each.
    ///
    /// @param namespace empty for the pod's own
    /// @param scheme of the nodes, `http` or `https`
    /// @throws IOException if this does not run in a pod, or its account cannot be read
    public static KubernetesDiscovery inPod(Map<String, String> environment, String namespace, String service, String scheme)
            throws IOException {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (host.isEmpty()) {
            throw new IOException("the nodes of a Kubernetes service are found from a pod alone; KUBERNETES_SERVICE_HOST is not set");
        }
        String own = namespace.isEmpty() ? Files.readString(ACCOUNT.resolve("namespace")).strip() : namespace;
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return new KubernetesDiscovery(URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port), ACCOUNT, own,
                service, scheme);
    }

    /// @param api address of the API server
    /// @param account folder with `token` and `ca.crt`
    KubernetesDiscovery(URI api, Path account, String namespace, String service, String scheme) throws IOException {
        this.api = java.util.Objects.requireNonNull(HttpUrl.get(api));
        this.account = account;
        this.namespace = namespace;
        this.service = service;
        this.scheme = scheme;
        OkHttpClient.Builder builder = new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(20)).followRedirects(false);
        if (this.api.isHttps()) {
            X509TrustManager trust = trust(account.resolve("ca.crt"));
            try {
                SSLContext tls = SSLContext.getInstance("TLS");
                tls.init(null, new X509TrustManager[]{trust}, null);
                builder.sslSocketFactory(tls.getSocketFactory(), trust);
            } catch (GeneralSecurityException e) {
                throw new IOException("the API server's authority cannot be used: " + e.getMessage(), e);
            }
        }
        http = builder.build();
    }

    private static X509TrustManager trust(Path authorities) throws IOException {
        try (var in = Files.newInputStream(authorities)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, one);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " holds no certificates: " + e.getMessage(), e);
        }
    }

    @Override
    public List<FoundNode> nodes() throws IOException {
        Map<URI, FoundNode> found = new TreeMap<>();
        String next = "";
        do {
            HttpUrl.Builder url = api.newBuilder().addPathSegments("apis/discovery.k8s.io/v1/namespaces").addPathSegment(namespace)
                    .addPathSegment("endpointslices").addQueryParameter("labelSelector", "kubernetes.io/service-name=" + service)
                    .addQueryParameter("limit", PAGE);
            if (!next.isEmpty()) {
                url.addQueryParameter("continue", next);
            }
            JsonNode page = ask(url.build());
            page.path("items").forEach(slice -> add(slice, found));
            next = page.path("metadata").path("continue").asText("");
        } while (!next.isEmpty() && found.size() < MOST);
        return new ArrayList<>(found.values());
    }

    private JsonNode ask(HttpUrl url) throws IOException {
        // Read each time, for Kubernetes renews it about once an hour.
        String token = Files.readString(account.resolve("token")).strip();
        try (Response response = http.newCall(new Request.Builder().url(url).header("Authorization", "Bearer " + token).build())
                .execute()) {
            var source = response.body().source();
            if (source.request(MOST_BYTES + 1)) {
                throw new IOException("the API server answered with more than " + MOST_BYTES + " bytes");
            }
            String body = source.readUtf8();
            if (!response.isSuccessful()) {
                throw new IOException("the API server refuses the endpoints of " + namespace + "/" + service + " with status "
                        + response.code() + (response.code() == 403
                                ? ": the service account needs the verb list on endpointslices of discovery.k8s.io"
                                : ""));
            }
            return JSON.readTree(body);
        }
    }

    private void add(JsonNode slice, Map<URI, FoundNode> found) {
        int port = port(slice.path("ports"));
        for (JsonNode endpoint : slice.path("endpoints")) {
            // Absent is to be read as ready.
            if (port <= 0 || !endpoint.path("conditions").path("ready").asBoolean(true)) {
                continue;
            }
            Map<String, String> labels = new TreeMap<>();
            label(labels, "node", endpoint.path("nodeName"));
            label(labels, "zone", endpoint.path("zone"));
            label(labels, "pod", endpoint.path("targetRef").path("name"));
            for (JsonNode address : endpoint.path("addresses")) {
                String host = address.asText();
                FoundNode node = new FoundNode(URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port),
                        labels);
                found.put(node.address(), node);
            }
        }
    }

    private static void label(Map<String, String> labels, String name, JsonNode value) {
        if (value.isTextual()) {
            labels.put(name, value.asText());
        }
    }

    /// The port called `gpudyno`, else the first.
    private static int port(JsonNode ports) {
        for (JsonNode port : ports) {
            if (port.path("name").asText("").equals("gpudyno")) {
                return port.path("port").asInt(0);
            }
        }
        return ports.path(0).path("port").asInt(0);
    }
}
