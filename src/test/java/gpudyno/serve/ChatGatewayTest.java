package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.UpstreamMeters;
import gpudyno.model.net.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whose fault it is that an answer does not arrive whole.
class ChatGatewayTest {
    private static final byte[] QUESTION = "{\"messages\": [{\"role\": \"user\", \"content\": \"why?\"}]}".getBytes(StandardCharsets.UTF_8);

    private final MeterRegistry meters = new MeterRegistry();
    private final ChatGateway gateway = new ChatGateway(
            new NearAnswers(_ -> Optional.empty(), () -> Duration.ofHours(1), meters, new KnobRegistry()), meters);
    private final CountDownLatch answered = new CountDownLatch(1);
    private HttpServer upstream;

    @BeforeEach
    void listen() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/v1/chat/completions", exchange -> {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        // Headers come, and nothing after them.
        upstream.createContext("/v1/completions", exchange -> {
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().flush();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        upstream.start();
        gateway.forwardTo(new UpstreamSettings(Address.parse("http://127.0.0.1:" + upstream.getAddress().getPort()), Optional.empty()));
    }

    @AfterEach
    void stop() {
        answered.countDown();
        gateway.close();
        upstream.stop(0);
    }

    private double counted(String outcome) {
        return meters.counter(UpstreamMeters.REQUESTS, outcome).total();
    }

    @Test
    void aCallerWhoLeavesIsNoFailureOfTheUpstream() {
        assertThatThrownBy(() -> gateway.answer(ChatWire.CHAT, new Call(QUESTION, null, Call.UNTOLD), "", (_, _) -> new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("the caller is gone");
            }
        })).hasMessage("the caller is gone");
        assertThat(counted("failed")).isZero();
    }

    @Test
    void anUpstreamThatGoesSilentAfterItsHeadersIsLate() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] status = {0};
        gateway.answer(ChatWire.COMPLETIONS, new Call(QUESTION, null, TimeUnit.MILLISECONDS.toNanos(300)), "", (code, _) -> {
            status[0] = code;
            return body;
        });
        assertThat(status[0]).isEqualTo(504);
        assertThat(body.toString(StandardCharsets.UTF_8)).contains("gave no answer in time");
        assertThat(counted("late")).isEqualTo(1);
        assertThat(counted("failed")).isZero();
    }
}
