package gpudyno.cli;

import gpudyno.load.Endpoint;
import gpudyno.load.TokenCounter;
import gpudyno.load.TokenizeEndpoint;
import gpudyno.load.Vocabulary;
import gpudyno.serve.backend.BackendUnavailableException;
import gpudyno.serve.backend.ModelCard;
import gpudyno.serve.backend.TokenizerFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Finds a way to count a target's tokens.
final class Tokenizers {
    private static final String NONE = "none";

    private Tokenizers() {
    }

    /// The words for generated prompts. Prompts have the exact number of tokens if the target's tokenizer is known, else about that number.
    ///
    /// @param stated a tokenizer.json or its folder, `none`, or null to look for one
    static Vocabulary vocabulary(@Nullable String stated, String api, String model, Endpoint endpoint) {
        if (NONE.equals(stated)) {
            return Vocabulary.ESTIMATED;
        }
        if (stated != null) {
            return ofFile(Path.of(stated));
        }
        if (api.equals("openai-embeddings") && model.equals(ModelCard.BUILT_IN.name())) {
            return ofBuiltInModel();
        }
        return api.startsWith("openai") ? ofServer(api, model, endpoint) : Vocabulary.ESTIMATED;
    }

    private static Vocabulary ofFile(Path file) {
        try (TokenizerFile tokenizer = TokenizerFile.read(file)) {
            return Vocabulary.countedBy(tokenizer::count, file.toString() + ", without what the server's template adds");
        } catch (IOException | BackendUnavailableException e) {
            throw new IllegalArgumentException("--tokenizer: " + e.getMessage(), e);
        }
    }

    private static Vocabulary ofBuiltInModel() {
        try (TokenizerFile tokenizer = TokenizerFile.builtIn()) {
            return Vocabulary.countedBy(tokenizer::count, ModelCard.BUILT_IN.name() + "'s tokenizer");
        } catch (IOException | BackendUnavailableException _) {
            // Where the native tokenizer cannot run, words are counted, and the report says so.
            return Vocabulary.ESTIMATED;
        }
    }

    private static Vocabulary ofServer(String api, String model, Endpoint endpoint) {
        boolean chat = api.equals("openai-chat");
        try {
            return counted(new TokenizeEndpoint(endpoint, model, chat), "the server's /tokenize");
        } catch (IOException _) {
            // Not every server takes chats there, or has it at all.
            return chat ? ofPlainText(model, endpoint) : Vocabulary.ESTIMATED;
        }
    }

    private static Vocabulary ofPlainText(String model, Endpoint endpoint) {
        try {
            return counted(new TokenizeEndpoint(endpoint, model, false), "the server's /tokenize, without its chat template");
        } catch (IOException _) {
            return Vocabulary.ESTIMATED;
        }
    }

    private static Vocabulary counted(TokenCounter counter, String who) throws IOException {
        return Vocabulary.countedBy(counter, who);
    }
}
