package gpudyno.serve.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import gpudyno.Alone;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In a process of its own, for a failure is a crash.
@Alone
class OrtLifetimeTest {
    private static final int RUNS = 50;

    @TempDir
    private Path folder;

    /// Computes on, after what the library's shutdown hook does.
    static final class Child {
        private Child() {
        }

        public static void main(String[] arguments) throws Exception {
            try (EmbeddingModel model = new EmbeddingModel(Path.of(arguments[0]));
                    OrtSession session = model.newSession(1);
                    OrtSession.RunOptions options = new OrtSession.RunOptions()) {
                Method close = OrtEnvironment.class.getDeclaredMethod("close", long.class, long.class);
                close.setAccessible(true);
                close.invoke(null, OrtHandles.api(),
                        OrtHandles.handle(OrtEnvironment.class, "nativeHandle", OrtEnvironment.getEnvironment()));
                for (int i = 0; i < RUNS; i++) {
                    model.embed(session, options, List.of(model.tokenize("still here")), 16);
                }
                model.newSession(1).close();
            }
            System.out.println("survived");
        }
    }

    @Test
    void aBatchSurvivesTheEndOfTheLibrarysOwnHook() throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:ErrorFile=" + folder.resolve("crash"), "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString()).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said).contains("survived");
    }
}
