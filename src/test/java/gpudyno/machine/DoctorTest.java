package gpudyno.machine;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.machine.Doctor.Place;
import gpudyno.model.machine.Finding;
import gpudyno.model.machine.Finding.State;
import gpudyno.model.machine.Machine;
import gpudyno.simulate.LlmServer;
import gpudyno.simulate.LlmSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

class DoctorTest {
    private static final Finding MODEL = Finding.ready("Model", "a model", "");
    private static final Finding GPU = Finding.absent("GPU", "none found", "");

    @TempDir
    Path folder;

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Machine look(int port, boolean listens, List<Integer> servers, int redis) throws Exception {
        return new Doctor(new Place(folder.resolve("not there yet"), port, listens, () -> List.of(GPU), () -> MODEL), servers, redis)
                .look();
    }

    private static Finding of(Machine machine, String subject) {
        return machine.findings().stream().filter(finding -> finding.subject().equals(subject)).findFirst().orElseThrow();
    }

    @Test
    void everythingIsLookedForAndAbsenceIsAFinding() throws Exception {
        Machine machine = look(free(), false, List.of(free()), free());
        assertThat(machine.findings()).extracting(Finding::subject).containsExactly("GPU", "CUDA", "OpenCL", "Model server",
                "Redis",
                "ONNX CUDA", "Model", "CPU, memory", "Java", "Storage", "Port");
        assertThat(of(machine, "Redis").state()).isEqualTo(State.ABSENT);
        assertThat(of(machine, "Port")).extracting(Finding::state, Finding::meaning).containsExactly(State.READY, "free");
        assertThat(of(machine, "Storage").found()).matches("\\d+\\.\\d GiB free for history");
        assertThat(machine.servers()).isEmpty();
    }

    @Test
    void aServerAndARedisThatListenAreFound() throws Exception {
        int redisPort = free();
        RedisServer redis = RedisServer.newRedisServer().port(redisPort).setting("bind 127.0.0.1").setting("save \"\"").build();
        redis.start();
        try (LlmServer server = new LlmServer(0, LlmSettings.DEFAULT)) {
            Machine machine = look(free(), false, List.of(server.port(), free()), redisPort);
            assertThat(of(machine, "Redis").found()).matches("(Redis|Valkey) \\d+\\.\\S+ at 127\\.0\\.0\\.1:" + redisPort);
            assertThat(of(machine, "Model server").found()).isEqualTo("Simulated LLM server at 127.0.0.1:" + server.port());
            assertThat(machine.servers()).hasSize(1);
        } finally {
            redis.stop();
        }
    }

    @Test
    void aPortThatSomethingElseHoldsIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Machine machine = look(taken.getLocalPort(), false, List.of(), free());
            assertThat(of(machine, "Port").state()).isEqualTo(State.LIMITED);
            assertThat(of(look(taken.getLocalPort(), true, List.of(), free()), "Port").meaning()).isEqualTo("this node listens");
        }
    }

    @Test
    void aRedisWithAPasswordAndAPortOfSomethingElseAreLimited() throws Exception {
        assertThat(redisAnswering("-NOAUTH Authentication required.\r\n").meaning()).isEqualTo("it asks for a password");
        assertThat(redisAnswering("HTTP/1.1 400 Bad Request\r\n\r\n").meaning()).isEqualTo("by something that is no Redis");
        assertThat(redisAnswering("$73\r\n# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n\r\n").found())
                .startsWith("Valkey 8.0.1 at");
        assertThat(redisAnswering("$999999999\r\n").state()).isEqualTo(State.LIMITED);
    }

    private static Finding redisAnswering(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            Finding found = gpudyno.machine.RedisServer.find(server.getLocalPort());
            answering.join();
            return found;
        }
    }
}
