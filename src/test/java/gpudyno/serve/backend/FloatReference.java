package gpudyno.serve.backend;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gpudyno.serve.backend.OnnxGraph.Attribute;
import gpudyno.serve.backend.OnnxGraph.Node;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A second path to the model's vectors, which shares with the first only the published weights and the tokenizer's rules: every integer
/// product becomes a floating-point one on unrounded activations, texts run alone and unpadded, and the pooling is written again from the
/// model card. Its [#main] writes the golden vectors the tests compare with.
final class FloatReference implements AutoCloseable {
    private static final String[] TEXTS = {"Hello, world!", "What does this node hold inside my latency target?",
        "The quick brown fox jumps over the lazy dog.", "Vierzig Anfragen pro Sekunde, bitte.", "Σ λ ✓ naïve café",
        "def mean(values):\n    return sum(values) / len(values)", "a",
        "We hold these truths to be self-evident, that all men are created equal, that they are endowed by their Creator with certain "
                + "unalienable Rights, that among these are Life, Liberty and the pursuit of Happiness.",
        "0.125 1e-9 -42", "A cat sits on the mat.", "A kitten is sitting on a rug.", "Quarterly earnings fell short of forecasts."};
    private static final String ONE = "reference/one";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;

    FloatReference() throws Exception {
        try (InputStream model = resource("/all-minilm-l6-v2-q.onnx"); InputStream rules = resource("/all-minilm-l6-v2-q-tokenizer.json")) {
            tokenizer = HuggingFaceTokenizer.newInstance(rules, Map.of("padding", "false", "truncation", "false"));
            session = environment.createSession(inFloatingPoint(model.readAllBytes()));
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(FloatReference.class.getResourceAsStream(name));
    }

    private static byte[] inFloatingPoint(byte[] model) throws Exception {
        OnnxGraph graph = OnnxGraph.parse(model);
        graph.constant(ONE, 1f);
        graph.replace(node -> switch (node.operator()) {
            case "DynamicQuantizeLinear" -> List.of(Node.of("Identity", node.inputs(), node.outputs().get(0)),
                    Node.of("Identity", List.of(ONE), node.outputs().get(1)));
            case "MatMulInteger" -> floatProduct(node);
            default -> List.of(node);
        });
        return graph.toBytes();
    }

    private static List<Node> floatProduct(Node product) {
        String out = product.outputs().getFirst();
        Attribute toFloat = Attribute.of("to", OnnxGraph.FLOAT);
        return List.of(Node.of("Cast", List.of(product.inputs().get(1)), out + "/weights", toFloat),
                Node.of("Cast", List.of(product.inputs().get(3)), out + "/zero", toFloat),
                Node.of("Sub", List.of(out + "/weights", out + "/zero"), out + "/centred"),
                Node.of("MatMul", List.of(product.inputs().get(0), out + "/centred"), out));
    }

    float[] embed(String text) throws Exception {
        Encoding encoding = tokenizer.encode(text);
        try (OnnxTensor ids = tensor(encoding.getIds());
                OnnxTensor mask = tensor(encoding.getAttentionMask());
                OnnxTensor types = tensor(encoding.getTypeIds());
                OrtSession.Result result = session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            return normalise(mean(((float[][][]) result.get(0).getValue())[0]));
        }
    }

    private OnnxTensor tensor(long[] row) throws Exception {
        return OnnxTensor.createTensor(environment, new long[][]{row});
    }

    private static float[] mean(float[][] tokens) {
        float[] mean = new float[tokens[0].length];
        for (float[] token : tokens) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += token[i] / tokens.length;
            }
        }
        return mean;
    }

    private static float[] normalise(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }

    /// Writes `text, tab, Base64 of little-endian floats` a line, newlines in the text as `\n`.
    public static void main(String[] arguments) throws Exception {
        List<String> lines = new ArrayList<>();
        try (FloatReference reference = new FloatReference()) {
            for (String text : TEXTS) {
                float[] vector = reference.embed(text);
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                lines.add(text.replace("\n", "\\n") + "\t" + Base64.getEncoder().encodeToString(bytes.array()));
            }
        }
        Files.write(Path.of(arguments[0]), lines, StandardCharsets.UTF_8);
    }
}
