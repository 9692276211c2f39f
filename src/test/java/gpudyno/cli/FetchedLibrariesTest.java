package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtEnvironment;
import gpudyno.cli.ChildProgram.Ended;
import gpudyno.store.NativeFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries of ONNX Runtime that `packaging/with-cuda` fetched are used in place of the jar's own. Those of the jar stand in for them here.
class FetchedLibrariesTest {
    @TempDir
    private Path home;

    @Test
    void theJarsOwnAreNotUnpackedBesideThem() throws Exception {
        String platform = "/ai/onnxruntime/native/linux-x64/";
        assumeThat(System.getProperty("os.name") + " " + System.getProperty("os.arch")).as("the platform of these libraries")
                .isEqualTo("Linux amd64");
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        Path libraries = home.resolve("data/native");
        for (String library : List.of("libonnxruntime.so", "libonnxruntime4j_jni.so")) {
            NativeFolder.unpack(OrtEnvironment.class, platform + library, libraries.resolve("onnxruntime_gpu-" + version));
        }
        Ended doctor = new ChildProgram(home).environment(Map.of("GPUDYNO_DATA", home.resolve("data").toString())).run("doctor");
        assertThat(doctor.status()).as(doctor.said()).isZero();
        assertThat(doctor.said()).containsPattern("Model .* loads");
        assertThat(libraries.resolve("onnxruntime-" + version)).doesNotExist();
    }
}
