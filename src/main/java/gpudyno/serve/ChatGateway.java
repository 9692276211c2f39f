package gpudyno.serve;

import gpudyno.cache.near.NearCache;
import gpudyno.model.cache.NearHits;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.UpstreamMeters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// Passes chat requests on to an upstream server and its answers back as they come, streams included. In between, questions may be answered with
/// the answer to one that means nearly the same.
public final class ChatGateway {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /// A server may compute an answer that long before it sends a byte of it.
    private static final Duration SILENT = Duration.ofMinutes(10);
    private static final int MOST_AT_ONCE = 512;
    /// Larger answers are passed on, but not kept.
    private static final int LARGEST_KEPT = 256 << 10;
    private static final int CHUNK = 8 << 10;

    private final NearAnswers near;
    private final MeterRegistry meters;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final OkHttpClient http = new OkHttpClient.Builder().connectTimeout(CONNECTING).readTimeout(SILENT).writeTimeout(SILENT)
            .followRedirects(false).followSslRedirects(false).retryOnConnectionFailure(false).build();
    private volatile @Nullable UpstreamSettings upstream;

    ChatGateway(NearAnswers near, MeterRegistry meters) {
        this.near = near;
        this.meters = meters;
    }

    void forwardTo(UpstreamSettings server) {
        upstream = server;
    }

    /// Near answers and how they do.
    public NearHits nearHits() {
        UpstreamSettings server = upstream;
        return near.hits(server == null ? "" : server.address().authority());
    }

    /// Forgets all near answers.
    public void clearNear() {
        near.clear();
    }

    /// Answers `POST /v1/chat/completions` and `POST /v1/completions`.
    ///
    /// @param route one of these two paths
    /// @param caller the caller's credentials, as they came; they are not passed on
    /// @throws IOException if the caller's connection breaks, or the upstream breaks off after its answer has begun
    public void answer(String route, Call call, String caller, Outlet outlet) throws IOException {
        UpstreamSettings server = upstream;
        try {
            if (server == null) {
                throw ApiError.noUpstream();
            }
            if (call.isCompressed()) {
                throw ApiError.compressed(String.valueOf(call.contentEncoding()));
            }
            if (!places.tryAcquire()) {
                throw ApiError.upstreamBusy(MOST_AT_ONCE);
            }
        } catch (ApiError e) {
            send(e, outlet);
            return;
        }
        try {
            Optional<NearAnswers.Asked> question = near.ask(route, call.body(), caller);
            if (question.isPresent() && question.get().isAnswered()) {
                give(question.get().near().orElseThrow(), outlet);
            } else {
                pass(server, route, call, question, outlet);
            }
        } finally {
            places.release();
        }
    }

    private void give(NearCache.Found found, Outlet outlet) throws IOException {
        near.served();
        try (OutputStream to = outlet.begin(200, Map.of("Content-Type", "application/json", "X-GpuDyno-Cache",
                String.format(Locale.ROOT, "near; cosine=%.2f", found.cosine())))) {
            to.write(found.answer());
        }
    }

    private static void send(ApiError error, Outlet outlet) throws IOException {
        Reply reply = error.reply();
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("Content-Type", "application/json");
        try (OutputStream to = outlet.begin(reply.status(), headers)) {
            to.write(reply.body());
        }
    }

    private void pass(UpstreamSettings server, String route, Call call, Optional<NearAnswers.Asked> question, Outlet outlet)
            throws IOException {
        long start = System.nanoTime();
        okhttp3.Call sending = http.newCall(request(server, route, call));
        if (call.patienceNanos() != Call.UNTOLD) {
            sending.timeout().timeout(call.patienceNanos(), TimeUnit.NANOSECONDS);
        }
        byte[] chunk = new byte[CHUNK];
        Response response;
        int first;
        try {
            response = sending.execute();
            first = begin(response, chunk);
        } catch (IOException e) {
            unanswered(server, e, outlet);
            return;
        }
        try (response; InputStream from = response.body().byteStream()) {
            // Closed only after all of it: an answer that breaks off must not look like a whole one.
            OutputStream to = outlet.begin(response.code(), headers(response.headers()));
            Optional<byte[]> whole = copy(chunk, first, from, to, question.isPresent() ? LARGEST_KEPT : 0);
            to.close();
            meters.distribution(UpstreamMeters.TIME).record((System.nanoTime() - start) / 1e6);
            count(response.isSuccessful() ? "ok" : "refused");
            if (question.isPresent() && whole.isPresent() && response.code() == 200) {
                near.answered(question.get(), whole.get());
            }
        }
    }

    /// Waits for the first bytes, while the answer can still be an error of this node.
    ///
    /// @return how many came, -1 for an answer without a body
    private static int begin(Response response, byte[] chunk) throws IOException {
        try {
            return response.body().byteStream().read(chunk);
        } catch (IOException e) {
            response.close();
            throw e;
        }
    }

    /// The upstream gave nothing, and the caller is told so.
    private void unanswered(UpstreamSettings server, IOException why, Outlet outlet) throws IOException {
        boolean late = why instanceof InterruptedIOException;
        count(late ? "late" : "failed");
        String name = server.address().authority();
        send(late ? ApiError.upstreamLate(name) : ApiError.upstreamFailed(name, String.valueOf(why.getMessage())), outlet);
    }

    private void count(String outcome) {
        meters.counter(UpstreamMeters.REQUESTS, outcome).increment();
    }

    private static Request request(UpstreamSettings server, String route, Call call) {
        Request.Builder request = new Request.Builder().url(server.address().completed(route).uri().toString())
                .post(RequestBody.create(call.body(), JSON));
        server.key().map(key -> "Bearer " + key).or(() -> server.address().authorization())
                .ifPresent(value -> request.header("Authorization", value));
        // A client's library has checked nothing: a header that is none is left out.
        String trace = call.traceparent();
        if (trace != null && trace.matches("[0-9a-f-]{1,64}")) {
            request.header("traceparent", trace);
        }
        return request.build();
    }

    private static Map<String, String> headers(Headers from) {
        Map<String, String> passed = new LinkedHashMap<>();
        for (String name : new String[]{"Content-Type", "Retry-After", "X-Request-Id"}) {
            String value = from.get(name);
            if (value != null) {
                passed.put(name, value);
            }
        }
        return passed;
    }

    /// Passes on what comes, as it comes.
    ///
    /// @param first how many bytes of the chunk came already
    /// @param most bytes that are kept besides
    /// @return all of it; empty if it was more
    private Optional<byte[]> copy(byte[] chunk, int first, InputStream from, OutputStream to, int most) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        boolean whole = true;
        for (int count = first; count >= 0; count = next(from, chunk)) {
            to.write(chunk, 0, count);
            to.flush();
            whole = whole && kept.size() + count <= most;
            if (whole) {
                kept.write(chunk, 0, count);
            }
        }
        return whole ? Optional.of(kept.toByteArray()) : Optional.empty();
    }

    /// A caller who leaves is no failure of the upstream, so only reading counts as one.
    private int next(InputStream from, byte[] chunk) throws IOException {
        try {
            return from.read(chunk);
        } catch (IOException e) {
            count("failed");
            throw e;
        }
    }

    void close() {
        http.dispatcher().cancelAll();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
