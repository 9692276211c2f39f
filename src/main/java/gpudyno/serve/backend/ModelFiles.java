package gpudyno.serve.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import gpudyno.store.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The files of a sentence-embedding model, and what they say of how its vectors are made.
///
/// A folder, or a jar or zip, holds them as sentence-transformers lays them out: one `.onnx` file (`model.onnx`, also below `onnx/`),
/// `tokenizer.json` (or `NAME-tokenizer.json`), and where there are such, `config.json` (positions), `1_Pooling/config.json` (pooling) and
/// `modules.json` (whether vectors are normalised).
///
/// @param name as requests name the model
/// @param graph the model in ONNX
/// @param tokenizer a tokenizer in the format of Hugging Face
/// @param pooling for a model whose output is one vector a token
/// @param unit whether vectors are divided by their length
/// @param own whether it is the program's own
/// @param maxTokens positions the model knows, special tokens included; at most [#MOST_TOKENS]
public record ModelFiles(String name, Graph graph, byte[] tokenizer, Pooling pooling, boolean unit, int maxTokens,
        boolean own) {
    /// The longest input that is padded to a bucket.
    public static final int MOST_TOKENS = LengthBucket.length(LengthBucket.count() - 1);
    private static final String BUILT_IN = "/all-minilm-l6-v2-q.onnx";
    static final String BUILT_IN_TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
    /// A graph is opened for rewriting up to this size; a larger one, whose weights are hardly quantised, is read by the runtime itself.
    private static final long READ_WHOLE = 96L << 20;
    private static final long MOST_CONFIG = 64L << 20;
    /// RoBERTa and its kin count positions from behind the padding token.
    private static final List<String> POSITIONS_FROM_TWO = List.of("roberta", "xlm-roberta", "camembert", "mpnet");

    /// A model in ONNX.
    public sealed interface Graph {
        /// Small enough to be held, and rewritten where that helps.
        record Bytes(byte[] onnx) implements Graph {}

        /// Read by the runtime; its weights may lie in files beside it.
        record InFile(Path onnx) implements Graph {}
    }

    /// What tells this model from another of its name: a digest of what its vectors depend on.
    public String revision() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            switch (graph) {
                case Graph.Bytes(byte[] onnx) -> digest.update(onnx);
                case Graph.InFile(Path onnx) -> digest.update((Files.size(onnx) + "/" + Files.getLastModifiedTime(onnx).toMillis())
                        .getBytes(StandardCharsets.UTF_8));
            }
            digest.update(tokenizer);
            digest.update((pooling + "/" + unit).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new BackendUnavailableException("the model's files cannot be read: " + e.getMessage(), e);
        }
    }

    /// The model in the program itself, pooled as its card says (sentence-transformers/all-MiniLM-L6-v2).
    ///
    /// @throws BackendUnavailableException if it is not there
    public static ModelFiles builtIn() {
        try (InputStream graph = resource(BUILT_IN); InputStream tokenizer = resource(BUILT_IN_TOKENIZER)) {
            return new ModelFiles(ModelCard.BUILT_IN.name(), new Graph.Bytes(graph.readAllBytes()), tokenizer.readAllBytes(), Pooling.MEAN,
                    true, ModelCard.BUILT_IN.maxTokens(), true);
        } catch (IOException e) {
            throw new BackendUnavailableException("the built-in model is missing or damaged: " + e.getMessage(), e);
        }
    }

    /// Another model.
    ///
    /// @param path a folder, a jar or zip of one, or the `.onnx` file in a folder
    /// @param wanted pooling that overrides what the files say; null where they are to say it
    /// @throws BackendUnavailableException if files are missing, there are several to choose from, or nothing says how to pool
    public static ModelFiles at(Path path, @Nullable Pooling wanted) {
        try {
            if (Files.isDirectory(path)) {
                return of(path, onnx(path), name(path), wanted);
            }
            if (!Files.isRegularFile(path)) {
                throw new IllegalArgumentException("there is no such folder or file");
            }
            if (path.toString().endsWith(".onnx")) {
                return of(folder(path), path, name(path), wanted);
            }
            try (FileSystem archive = FileSystems.newFileSystem(path)) {
                Path root = archive.getPath("/");
                Path onnx = onnx(root);
                return of(root, onnx, name(onnx), wanted);
            } catch (ProviderNotFoundException | ZipException e) {
                throw new IllegalArgumentException("it is neither a folder, nor a jar or zip, nor an .onnx file", e);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BackendUnavailableException("the model " + path + " cannot be served: " + e.getMessage(), e);
        }
    }

    /// @param folder where the files beside the graph lie
    private static ModelFiles of(Path folder, Path onnx, String name, @Nullable Pooling wanted) throws IOException {
        Path tokenizer = tokenizer(folder, onnx);
        Pooling pooling = wanted != null ? wanted : pooling(config(folder.resolve("1_Pooling").resolve("config.json")));
        boolean inArchive = !folder.getFileSystem().equals(FileSystems.getDefault());
        if (inArchive && Files.size(onnx) > READ_WHOLE) {
            throw new IllegalArgumentException(
                    onnx + " has " + (Files.size(onnx) >> 20) + " MiB; unpack an archive whose model has more than "
                            + (READ_WHOLE >> 20));
        }
        boolean fromFile = !inArchive && (Files.size(onnx) > READ_WHOLE || hasWeightsBeside(onnx));
        Graph graph = fromFile ? new Graph.InFile(onnx) : new Graph.Bytes(Files.readAllBytes(onnx));
        return new ModelFiles(name, graph, Files.readAllBytes(tokenizer), pooling, unit(folder),
                maxTokens(config(folder.resolve("config.json"))), false);
    }

    /// Exporters call such a file `model.onnx_data` or `model.onnx.data`.
    private static boolean hasWeightsBeside(Path onnx) {
        return Files.exists(onnx.resolveSibling(onnx.getFileName() + "_data"))
                || Files.exists(onnx.resolveSibling(onnx.getFileName() + ".data"));
    }

    /// Graphs of several precisions often share a folder `onnx` below that of the other files.
    private static Path folder(Path onnx) {
        Path beside = Objects.requireNonNull(onnx.toAbsolutePath().getParent());
        Path above = beside.getParent();
        return above != null && beside.endsWith("onnx") && Files.isRegularFile(above.resolve("tokenizer.json")) ? above : beside;
    }

    /// How many token ids there are, from the tokenizer's file.
    ///
    /// @throws IllegalArgumentException if it names none
    int vocabulary() {
        JsonNode file = Json.read(new String(tokenizer, StandardCharsets.UTF_8), JsonNode.class);
        int count = file.path("model").path("vocab").size();
        for (JsonNode added : file.path("added_tokens")) {
            count = Math.max(count, added.path("id").asInt() + 1);
        }
        if (count == 0) {
            throw new IllegalArgumentException("its tokenizer.json has no vocabulary");
        }
        return count;
    }

    private static Path onnx(Path folder) throws IOException {
        for (Path usual : List.of(folder.resolve("model.onnx"), folder.resolve("onnx").resolve("model.onnx"))) {
            if (Files.isRegularFile(usual)) {
                return usual;
            }
        }
        List<Path> all = new ArrayList<>(named(folder, ".onnx"));
        if (Files.isDirectory(folder.resolve("onnx"))) {
            all.addAll(named(folder.resolve("onnx"), ".onnx"));
        }
        return switch (all.size()) {
            case 1 -> all.getFirst();
            case 0 -> throw new IllegalArgumentException("it holds no .onnx file");
            default -> throw new IllegalArgumentException("it holds several .onnx files (" + all + "); name one of them");
        };
    }

    private static Path tokenizer(Path folder, Path onnx) throws IOException {
        Path usual = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(usual)) {
            return usual;
        }
        Path own = onnx.resolveSibling(String.valueOf(onnx.getFileName()).replaceFirst("\\.onnx$", "") + "-tokenizer.json");
        if (Files.isRegularFile(own)) {
            return own;
        }
        throw new IllegalArgumentException("it holds no tokenizer.json");
    }

    private static Pooling pooling(JsonNode config) {
        if (config.path("pooling_mode_mean_tokens").asBoolean()) {
            return Pooling.MEAN;
        }
        if (config.path("pooling_mode_cls_token").asBoolean()) {
            return Pooling.CLS;
        }
        if (config.path("pooling_mode_lasttoken").asBoolean()) {
            return Pooling.LAST;
        }
        if (config.isMissingNode()) {
            throw new IllegalArgumentException(
                    "no 1_Pooling/config.json says how its token vectors become one; set serve.model.pooling to mean, cls or last");
        }
        throw new IllegalArgumentException("1_Pooling/config.json asks for a pooling other than mean, cls and last");
    }

    /// Vectors are compared by angle nearly everywhere; only a model whose modules leave the step out gives them as they are.
    private static boolean unit(Path folder) throws IOException {
        JsonNode modules = config(folder.resolve("modules.json"));
        if (!modules.isArray()) {
            return true;
        }
        for (JsonNode module : modules) {
            if (module.path("type").asText().endsWith("Normalize")) {
                return true;
            }
        }
        return false;
    }

    private static int maxTokens(JsonNode config) {
        int positions = config.path("max_position_embeddings").asInt(MOST_TOKENS);
        int known = POSITIONS_FROM_TWO.contains(config.path("model_type").asText()) ? positions - 2 : positions;
        if (known < 8) {
            throw new IllegalArgumentException("config.json says " + positions + " positions");
        }
        return Math.min(known, MOST_TOKENS);
    }

    /// A missing node where there is no such file.
    private static JsonNode config(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        if (Files.size(file) > MOST_CONFIG) {
            throw new IOException(file + " has " + Files.size(file) + " bytes, at most " + MOST_CONFIG + " are read");
        }
        return Json.read(Files.readString(file), JsonNode.class);
    }

    private static List<Path> named(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? "" : last.toString().replaceFirst("\\.onnx$", "");
    }

    private static InputStream resource(String name) throws IOException {
        InputStream stream = ModelFiles.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return stream;
    }
}
