package gpudyno.serve.backend;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A Hugging Face `tokenizer.json`, to count tokens with. Native; close it.
public final class TokenizerFile implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private TokenizerFile(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// @param path a tokenizer.json, or a model's folder that holds one
    /// @throws IOException if there is none that can be read
    /// @throws BackendUnavailableException if native code cannot run on this machine
    public static TokenizerFile read(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new FileNotFoundException(file + " cannot be read");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return of(stream, file.toString());
        }
    }

    /// The built-in model's.
    ///
    /// @throws BackendUnavailableException if native code cannot run on this machine
    public static TokenizerFile builtIn() throws IOException {
        try (InputStream stream = TokenizerFile.class.getResourceAsStream(ModelFiles.BUILT_IN_TOKENIZER)) {
            if (stream == null) {
                throw new FileNotFoundException(ModelFiles.BUILT_IN_TOKENIZER + " is not on the class path");
            }
            return of(stream, ModelFiles.BUILT_IN_TOKENIZER);
        }
    }

    private static TokenizerFile of(InputStream stream, String name) throws IOException {
        // DJL would otherwise look on the network for a native library of another flavour, and report its use.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            return new TokenizerFile(HuggingFaceTokenizer.newInstance(stream, Map.of("padding", "false", "truncation", "false")));
        } catch (LinkageError e) {
            throw new BackendUnavailableException("this processor or system cannot run the tokenizer: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException(name + " is no tokenizer.json: " + e.getMessage(), e);
        }
    }

    /// Number of tokens of a text, including the begin and end tokens that the tokenizer adds.
    public int count(String text) {
        return tokenizer.encode(text).getIds().length;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
