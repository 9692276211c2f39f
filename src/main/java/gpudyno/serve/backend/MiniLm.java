package gpudyno.serve.backend;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gpudyno.store.NativeFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The model's files and its arithmetic: tokenizing, one padded run, and the published pooling.
///
/// Pooling as in the model's card (sentence-transformers/all-MiniLM-L6-v2): the mean of the token vectors over the attention mask, then
/// division by the Euclidean norm.
public final class MiniLm implements AutoCloseable {
    public static final String NAME = "all-MiniLM-L6-v2";
    public static final int DIMENSIONS = 384;
    /// Positions the model knows, special tokens included. (The sentence-transformers recipe silently cuts at 256; we refuse beyond 512.)
    public static final int MAX_TOKENS = 512;
    /// How many tokens the vocabulary has; ids run from 0.
    public static final int VOCABULARY = 30_522;
    private static final int CLS = 101;
    private static final int SEP = 102;
    /// The shortest input there is.
    static final int[] SHORTEST = {CLS, SEP};
    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String RUNTIME_FOLDER = "onnxruntime.native.path";
    /// Those of a GPU are there where its jar is.
    private static final List<String> RUNTIME_LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared",
            "onnxruntime_providers_cuda", "onnxruntime_providers_tensorrt");
    /// Roughly, on the platform where it is largest.
    private static final long TOKENIZER_LIBRARY_BYTES = 16L << 20;
    static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final byte[] model;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtEnvironment environment;

    /// Loads the files from the class path.
    ///
    /// @param nativeFolder where the tokenizer's native library is unpacked, unless `DJL_CACHE_DIR` names a place or this process has done
    ///        it already
    /// @throws BackendUnavailableException if they are not there, or native code cannot run on this machine
    public MiniLm(Path nativeFolder) {
        if (System.getenv("DJL_CACHE_DIR") == null && System.getProperty("DJL_CACHE_DIR") == null) {
            System.setProperty("DJL_CACHE_DIR", nativeFolder.toAbsolutePath().toString());
        }
        // DJL would otherwise look on the network for a native library of another flavour, and report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        useForOnnxRuntime(nativeFolder.toAbsolutePath());
        try (InputStream modelFile = resource(MODEL); InputStream tokenizerFile = resource(TOKENIZER)) {
            model = TokenQuantization.rewrite(modelFile.readAllBytes());
            tokenizer = HuggingFaceTokenizer.newInstance(tokenizerFile, Map.of("padding", "false", "truncation", "false"));
            environment = runtime();
            OrtLifetime.hold();
        } catch (IOException e) {
            throw new BackendUnavailableException("the built-in model is missing or damaged: " + e.getMessage(), e);
        } catch (LinkageError | RuntimeException e) {
            if (NativeFolder.mayNotRun(nativeFolder)) {
                throw new BackendUnavailableException(NativeFolder.mayNotRunWords(nativeFolder), e);
            }
            if (hasNoRoom(nativeFolder)) {
                throw cannotUnpack(nativeFolder, new IOException("there is hardly any room", e));
            }
            throw new BackendUnavailableException(
                    "this processor or system cannot run the built-in model (" + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + "): " + e.getMessage(),
                    e);
        }
    }

    /// Has ONNX Runtime load its libraries from below a folder, unless somebody named another or this process has loaded them already.
    private static void useForOnnxRuntime(Path folder) {
        if (System.getProperty(RUNTIME_FOLDER) != null) {
            return;
        }
        String libraries = "/ai/onnxruntime/native/" + platform() + "/";
        Path own = folder.resolve("onnxruntime-" + OrtEnvironment.class.getPackage().getImplementationVersion());
        try {
            for (String name : RUNTIME_LIBRARIES) {
                String library = libraries + System.mapLibraryName(name);
                if (OrtEnvironment.class.getResource(library) != null) {
                    NativeFolder.unpack(OrtEnvironment.class, library, own);
                    System.setProperty(RUNTIME_FOLDER, own.toString());
                }
            }
        } catch (IOException e) {
            throw cannotUnpack(own, e);
        }
    }

    /// ONNX Runtime makes a folder for temporary files as it starts, even where it has nothing to put there, and removes it as the process ends
    /// well: it is removed here, so that a killed process leaves none.
    private static OrtEnvironment runtime() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Set<Path> others = foldersOfRuntimes(temporary);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        for (Path made : foldersOfRuntimes(temporary)) {
            try {
                if (!others.contains(made)) {
                    Files.deleteIfExists(made);
                }
            } catch (DirectoryNotEmptyException _) {
                // The libraries were unpacked there after all.
            }
        }
        return environment;
    }

    private static Set<Path> foldersOfRuntimes(Path temporary) throws IOException {
        try (Stream<Path> folders = Files.list(temporary)) {
            return folders.filter(folder -> String.valueOf(folder.getFileName()).startsWith("onnxruntime-java"))
                    .collect(Collectors.toSet());
        }
    }

    /// The tokenizer's loader does not say what was in its way.
    private static boolean hasNoRoom(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < TOKENIZER_LIBRARY_BYTES;
        } catch (IOException _) {
            return false;
        }
    }

    private static BackendUnavailableException cannotUnpack(Path folder, Throwable cause) {
        return new BackendUnavailableException("the built-in model's libraries cannot be unpacked into " + folder + " ("
                + cause.getMessage() + "); set GPUDYNO_DATA to a folder that has room and can be written", cause);
    }

    /// As the folders in ONNX Runtime's jar are called.
    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux") + "-"
                + (processor.matches("amd64|x86_64|x64") ? "x64" : processor);
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = MiniLm.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }

    /// Token ids of a text, `[CLS]` and `[SEP]` included, of any length.
    public int[] tokenize(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = (int) ids[i];
        }
        return narrow;
    }

    /// Token ids as they stand, put between `[CLS]` and `[SEP]` unless they are already.
    public static int[] framed(int[] ids) {
        if (ids.length >= 2 && ids[0] == CLS && ids[ids.length - 1] == SEP) {
            return ids;
        }
        int[] framed = new int[ids.length + 2];
        framed[0] = CLS;
        System.arraycopy(ids, 0, framed, 1, ids.length);
        framed[framed.length - 1] = SEP;
        return framed;
    }

    /// The version of ONNX Runtime.
    String runtimeVersion() {
        return environment.getVersion();
    }

    /// A session with its own arena and its own threads.
    OrtSession newSession(int intraOpThreads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            // Idle intra-op threads must not spin: they would take the cores from the gateway and its neighbours.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("optimization.disable_specified_optimizers", TokenQuantization.FUSIONS_OF_ONE_SCALE);
            return environment.createSession(model, options);
        }
    }

    /// Vectors of several inputs in one run, padded to `paddedLength`.
    ///
    /// @param inputs token ids, none longer than `paddedLength`
    /// @return one unit vector of [#DIMENSIONS] floats an input
    float[][] embed(OrtSession session, OrtSession.RunOptions options, List<int[]> inputs, int paddedLength) throws OrtException {
        int rows = inputs.size();
        long[] ids = new long[rows * paddedLength];
        long[] mask = new long[rows * paddedLength];
        for (int row = 0; row < rows; row++) {
            int[] input = inputs.get(row);
            for (int i = 0; i < input.length; i++) {
                ids[row * paddedLength + i] = input[i];
                mask[row * paddedLength + i] = 1;
            }
        }
        long[] shape = {rows, paddedLength};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[rows * paddedLength]), shape);
                OrtSession.Result result = session
                        .run(Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor), options)) {
            FloatBuffer tokens = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[][] vectors = new float[rows][];
            for (int row = 0; row < rows; row++) {
                vectors[row] = pool(tokens, row * paddedLength * DIMENSIONS, inputs.get(row).length);
            }
            return vectors;
        }
    }

    private static float[] pool(FloatBuffer tokens, int offset, int length) {
        float[] token = new float[DIMENSIONS];
        double[] sum = new double[DIMENSIONS];
        for (int t = 0; t < length; t++) {
            tokens.get(offset + t * DIMENSIONS, token);
            for (int d = 0; d < DIMENSIONS; d++) {
                sum[d] += token[d];
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        // The mean's divisor cancels in the normalisation.
        double norm = Math.max(Math.sqrt(square), 1e-12);
        float[] vector = new float[DIMENSIONS];
        for (int d = 0; d < DIMENSIONS; d++) {
            vector[d] = (float) (sum[d] / norm);
        }
        return vector;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
