package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.serve.backend.TokenizerFile;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static void check(TokenCounter counter, Vocabulary vocabulary) throws IOException {
        Supplier<Prompt> prompts = PromptSource
                .synthetic(LengthDistribution.fixed(400), LengthDistribution.fixed(8), new SharedPrefixes(100, 3),
                        vocabulary)
                .prompts(3);
        for (int i = 0; i < 50; i++) {
            assertThat(counter.count(prompts.get().text())).isEqualTo(400);
        }
    }

    @Test
    void promptsHaveExactlyTheTokensAskedForByTheModelsTokenizer() throws IOException {
        try (TokenizerFile tokenizer = TokenizerFile.builtIn()) {
            Vocabulary vocabulary = Vocabulary.countedBy(tokenizer::count, "it");
            assertThat(vocabulary.told()).isEqualTo("prompt lengths are exact by it");
            assertThat(vocabulary.around()).isEqualTo(2);
            check(tokenizer::count, vocabulary);
        }
    }

    @Test
    void whatATemplatePutsAroundAPromptIsCountedWithIt() throws IOException {
        TokenCounter template = text -> 17 + text.strip().split("\\s+").length;
        check(template, Vocabulary.countedBy(template, "it"));
    }

    @Test
    void aTokenizerOfCharactersIsMetOnAverageAndItIsSaid() throws IOException {
        TokenCounter characters = text -> Math.max(1, text.length() / 3);
        Vocabulary vocabulary = Vocabulary.countedBy(characters, "it");
        assertThat(vocabulary.told()).startsWith("prompt lengths are about");
        assertThat(characters.count(vocabulary.text(400, 1))).isBetween(340, 460);
    }
}
