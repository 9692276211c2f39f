package gpudyno.serve.backend;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gpudyno.serve.backend.ModelFiles.Graph;
import gpudyno.store.NativeFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A sentence-embedding model's arithmetic: tokenizing, one padded run, and its pooling.
public final class EmbeddingModel implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> FILLED = Set.of(IDS, MASK, TYPES);
    /// Roughly, on the platform where it is largest.
    private static final long TOKENIZER_LIBRARY_BYTES = 16L << 20;

    private final String name;
    private final Pooling pooling;
    private final boolean unit;
    private final Graph graph;
    private final ModelCard card;
    private final HuggingFaceTokenizer tokenizer;
    private final OrtEnvironment environment;
    private final Frame frame;
    private volatile boolean onGpu;

    /// The special tokens around an input.
    private record Frame(int[] before, int[] after) {
        int[] shortest() {
            return around(new int[0]);
        }

        int[] around(int[] ids) {
            int[] framed = new int[before.length + ids.length + after.length];
            System.arraycopy(before, 0, framed, 0, before.length);
            System.arraycopy(ids, 0, framed, before.length, ids.length);
            System.arraycopy(after, 0, framed, before.length + ids.length, after.length);
            return framed;
        }

        boolean isAround(int[] ids) {
            if (ids.length < before.length + after.length) {
                return false;
            }
            for (int i = 0; i < before.length; i++) {
                if (ids[i] != before[i]) {
                    return false;
                }
            }
            for (int i = 0; i < after.length; i++) {
                if (ids[ids.length - after.length + i] != after[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /// The model in the program itself.
    ///
    /// @param nativeFolder as for any other
    /// @throws BackendUnavailableException if it is not there, or native code cannot run on this machine
    public EmbeddingModel(Path nativeFolder) {
        this(ModelFiles.builtIn(), nativeFolder);
    }

    /// Opens a model and computes one vector with it, so that a model that cannot be served is reported before the first request.
    ///
    /// @param nativeFolder where native libraries are unpacked; the tokenizer's elsewhere where `DJL_CACHE_DIR` names a place or this process
    ///        has done it already
    /// @throws BackendUnavailableException if the model cannot be served, or native code cannot run on this machine
    public EmbeddingModel(ModelFiles files, Path nativeFolder) {
        if (System.getenv("DJL_CACHE_DIR") == null && System.getProperty("DJL_CACHE_DIR") == null) {
            System.setProperty("DJL_CACHE_DIR", nativeFolder.toAbsolutePath().toString());
        }
        // DJL would otherwise look on the network for a native library of another flavour, and report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        name = files.name();
        pooling = files.pooling();
        unit = files.unit();
        graph = rewritten(files);
        environment = started(nativeFolder);
        tokenizer = tokenizer(files, nativeFolder);
        try {
            frame = frame();
            card = files.own() ? ModelCard.BUILT_IN : tried(files);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static Graph rewritten(ModelFiles files) {
        try {
            return files.graph() instanceof Graph.Bytes(byte[] onnx) ? new Graph.Bytes(TokenQuantization.rewrite(onnx)) : files.graph();
        } catch (IOException | IllegalArgumentException e) {
            throw new BackendUnavailableException("the model " + files.name() + " is damaged: " + e.getMessage(), e);
        }
    }

    private static OrtEnvironment started(Path nativeFolder) {
        try {
            return OnnxRuntime.start(nativeFolder);
        } catch (BackendUnavailableException e) {
            throw e;
        } catch (IOException | LinkageError | RuntimeException e) {
            throw cannotRun(nativeFolder, e);
        }
    }

    private static HuggingFaceTokenizer tokenizer(ModelFiles files, Path nativeFolder) {
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(files.tokenizer()),
                    Map.of("padding", "false", "truncation", "false"));
        } catch (LinkageError e) {
            throw cannotRun(nativeFolder, e);
        } catch (IOException | RuntimeException e) {
            // The built-in one's file is whole: what fails is the library.
            throw files.own()
                    ? cannotRun(nativeFolder, e)
                    : new BackendUnavailableException("the tokenizer.json of the model " + files.name() + " cannot be read: "
                            + e.getMessage(), e);
        }
    }

    private static BackendUnavailableException cannotRun(Path nativeFolder, Throwable cause) {
        if (NativeFolder.mayNotRun(nativeFolder)) {
            return new BackendUnavailableException(NativeFolder.mayNotRunWords(nativeFolder), cause);
        }
        if (hasNoRoom(nativeFolder)) {
            return OnnxRuntime.cannotUnpack(nativeFolder, new IOException("there is hardly any room", cause));
        }
        return new BackendUnavailableException("this processor or system cannot run the model (" + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + "): " + cause.getMessage(), cause);
    }

    /// The tokenizer's loader does not give the reason for its failure.
    private static boolean hasNoRoom(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < TOKENIZER_LIBRARY_BYTES;
        } catch (IOException _) {
            return false;
        }
    }

    public ModelCard card() {
        return card;
    }

    /// The device that computes, as text for people.
    public String hardware() {
        return onGpu ? "ONNX Runtime, CUDA" : "ONNX Runtime, CPU";
    }

    /// The special tokens, found by what the tokenizer puts around nothing and around a word.
    private Frame frame() {
        int[] alone = tokenize("");
        int[] around = tokenize("a");
        int before = 0;
        while (before < alone.length && before < around.length && alone[before] == around[before]) {
            before++;
        }
        return new Frame(Arrays.copyOfRange(alone, 0, before), Arrays.copyOfRange(alone, before, alone.length));
    }

    /// Runs the shortest input once.
    private ModelCard tried(ModelFiles files) {
        try (OrtSession session = newSession(1); OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            for (String input : session.getInputNames()) {
                if (!FILLED.contains(input)) {
                    throw unusable("it asks for '" + input + "'; known inputs are " + FILLED.stream().sorted().toList());
                }
            }
            int[] shortest = shortest();
            int dimensions = embed(session, options, List.of(shortest), shortest.length)[0].length;
            return new ModelCard(name, dimensions, files.maxTokens(), files.vocabulary());
        } catch (OrtException | IllegalArgumentException e) {
            throw new BackendUnavailableException("the model " + name + " cannot be run: " + e.getMessage(), e);
        }
    }

    private BackendUnavailableException unusable(String why) {
        return new BackendUnavailableException("the model " + name + " cannot be served: " + why);
    }

    /// The shortest input there is.
    int[] shortest() {
        return frame.shortest();
    }

    /// Token ids of a text, special tokens included, of any length.
    public int[] tokenize(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = (int) ids[i];
        }
        return narrow;
    }

    /// The given token ids, with the special tokens around them unless they are already there.
    public int[] framed(int[] ids) {
        return frame.isAround(ids) ? ids : frame.around(ids);
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
            onGpu = OnnxRuntime.useCuda(options);
            return switch (graph) {
                case Graph.Bytes(byte[] onnx) -> environment.createSession(onnx, options);
                case Graph.InFile(Path onnx) -> environment.createSession(onnx.toString(), options);
            };
        }
    }

    /// Vectors of several inputs in one run, padded to `paddedLength`.
    ///
    /// @param inputs token ids, none longer than `paddedLength`
    /// @return one vector an input, of unit length where the model's files say so
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
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[rows * paddedLength]), shape)) {
            Map<String, OnnxTensor> filled = new HashMap<>(Map.of(IDS, idTensor, MASK, maskTensor, TYPES, typeTensor));
            filled.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(filled, options)) {
                return vectors(result.get(0), inputs, paddedLength);
            }
        }
    }

    /// The first output is one vector a token, or already one an input.
    private float[][] vectors(OnnxValue output, List<int[]> inputs, int paddedLength) {
        // A copy on the heap: asked for once.
        FloatBuffer values = output instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
        if (values == null) {
            throw unusable("its first output is not of floats");
        }
        long[] shape = ((OnnxTensor) output).getInfo().getShape();
        boolean pooled = shape.length == 2 && shape[0] == inputs.size();
        if (!pooled && (shape.length != 3 || shape[0] != inputs.size() || shape[1] != paddedLength)) {
            throw unusable("its first output has the shape " + Arrays.toString(shape) + ", expected one vector a token or an input");
        }
        int dimensions = (int) shape[shape.length - 1];
        float[][] vectors = new float[inputs.size()][];
        for (int row = 0; row < vectors.length; row++) {
            double[] sum = pooled
                    ? sum(values, row, 1, dimensions)
                    : pool(values, row * paddedLength, inputs.get(row).length, dimensions);
            vectors[row] = scaled(sum, pooled || pooling != Pooling.MEAN ? 1 : inputs.get(row).length);
        }
        return vectors;
    }

    private double[] pool(FloatBuffer values, int first, int length, int dimensions) {
        return switch (pooling) {
            case MEAN -> sum(values, first, length, dimensions);
            case CLS -> sum(values, first, 1, dimensions);
            case LAST -> sum(values, first + length - 1, 1, dimensions);
        };
    }

    private static double[] sum(FloatBuffer values, int first, int count, int dimensions) {
        float[] token = new float[dimensions];
        double[] sum = new double[dimensions];
        for (int t = 0; t < count; t++) {
            values.get((first + t) * dimensions, token);
            for (int d = 0; d < dimensions; d++) {
                sum[d] += token[d];
            }
        }
        return sum;
    }

    /// Divides by the Euclidean norm, where a mean's own divisor cancels, or by that divisor.
    private float[] scaled(double[] sum, int count) {
        double divisor = count;
        if (unit) {
            double square = 0;
            for (double value : sum) {
                square += value * value;
            }
            divisor = Math.max(Math.sqrt(square), 1e-12);
        }
        float[] vector = new float[sum.length];
        for (int d = 0; d < sum.length; d++) {
            vector[d] = (float) (sum[d] / divisor);
        }
        return vector;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
