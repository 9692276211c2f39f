package gpudyno.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// The words from which prompts of a given length are made: words of the corpus, starting at a place chosen by the seed.
///
/// If the target's tokens can be counted, only words are used that are one token each, whatever the words beside them. A text then has as
/// many tokens as words, and nothing has to be counted during a run. Tokenizers split at spaces before anything else (byte-pair and
/// WordPiece ones do, SentencePiece marks them), which is why that holds; it is tested on whole texts, and if it fails, the average number
/// of tokens per word is used.
public final class Vocabulary {
    private static final List<String> WORDS = Corpus.sentences(5000).stream().flatMap(line -> Arrays.stream(line.split(" "))).toList();
    /// The corpus at its usual ratio, for targets whose tokens nobody counts.
    public static final Vocabulary ESTIMATED = new Vocabulary(WORDS, PromptSource.TOKENS_PER_WORD, 0,
            "prompt lengths are about: words at " + PromptSource.TOKENS_PER_WORD
                    + " tokens each, as no tokenizer of the target is known (--tokenizer)");
    /// The most frequent words that are tried.
    private static final int TRIED = 300;
    private static final int FEWEST = 40;
    private static final int REPEATED = 8;
    private static final int MOST_AROUND = 10_000;
    private static final int[] CHECKED = {10, 100, 500};

    private final List<String> words;
    private final double tokensPerWord;
    private final int around;
    private final String told;

    private Vocabulary(List<String> words, double tokensPerWord, int around, String told) {
        this.words = words;
        this.tokensPerWord = tokensPerWord;
        this.around = around;
        this.told = told;
    }

    /// Words as a target counts them.
    ///
    /// @param who counts, for people, such as `the server's /tokenize`
    /// @throws IOException if the counter cannot tell
    public static Vocabulary countedBy(TokenCounter counter, String who) throws IOException {
        List<String> tried = frequent();
        int around = around(counter, tried);
        Set<String> single = new HashSet<>();
        for (String word : tried) {
            if (counter.count((" " + word).repeat(REPEATED)) == REPEATED + around) {
                single.add(word);
            }
        }
        List<String> kept = WORDS.stream().filter(single::contains).toList();
        Vocabulary exact = new Vocabulary(kept, 1, around, "prompt lengths are exact by " + who);
        return single.size() >= FEWEST && exact.holds(counter) ? exact : measured(counter, who, around);
    }

    private static List<String> frequent() {
        Map<String, Integer> counts = new HashMap<>();
        WORDS.stream().filter(word -> word.matches("[a-z]{2,12}")).forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).limit(TRIED).map(Map.Entry::getKey).toList();
    }

    /// The tokens added to every prompt: a chat template, begin and end markers.
    private static int around(TokenCounter counter, List<String> tried) throws IOException {
        Map<Integer, Integer> votes = new HashMap<>();
        for (String word : tried.subList(0, 15)) {
            int once = counter.count((" " + word).repeat(REPEATED));
            int twice = counter.count((" " + word).repeat(2 * REPEATED));
            if (twice - once == REPEATED) {
                votes.merge(once - REPEATED, 1, Integer::sum);
            }
        }
        int most = votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
        if (most < 0 || most > MOST_AROUND) {
            throw new IOException("it counts " + most + " tokens around every prompt");
        }
        return most;
    }

    private boolean holds(TokenCounter counter) throws IOException {
        for (int tokens : CHECKED) {
            if (counter.count(text(tokens, tokens)) != tokens + around) {
                return false;
            }
        }
        return true;
    }

    private static Vocabulary measured(TokenCounter counter, String who, int around) throws IOException {
        int sample = 1000;
        double each = (double) Math.max(1, counter.count(new Vocabulary(WORDS, 1, 0, "").text(sample, 1)) - around) / sample;
        return new Vocabulary(WORDS, Math.clamp(each, 0.1, 20), around,
                String.format(java.util.Locale.ROOT, "prompt lengths are about: words at %.2f tokens each by %s", each, who));
    }

    /// How lengths are determined, as text for people.
    public String told() {
        return told;
    }

    /// Tokens around every prompt, whatever its text.
    int around() {
        return around;
    }

    /// Text of so many tokens, without those around it. Texts may be joined: each word follows a space.
    String text(int tokens, long seed) {
        int count = Math.max(1, (int) Math.round(tokens / tokensPerWord));
        int at = new SplittableRandom(seed).nextInt(words.size());
        StringBuilder text = new StringBuilder(count * 6);
        for (int i = 0; i < count; i++) {
            text.append(' ').append(words.get((at + i) % words.size()));
        }
        return text.toString();
    }

    /// A prompt of the lengths of an arrival. Equal blocks give equal text for equal seeds.
    Prompt prompt(Trace trace, Trace.Arrival arrival, long seed, long number) {
        List<String> pieces = new ArrayList<>();
        int left = arrival.inputTokens();
        for (int i = 0; i < arrival.blocks().size() && left > 0; i++) {
            pieces.add(text(Math.min(left, trace.blockTokens()), seed ^ arrival.blocks().get(i) * 0x9E3779B97F4A7C15L));
            left -= trace.blockTokens();
        }
        if (left > around || pieces.isEmpty()) {
            pieces.add(text(left - around, seed * 31 + number));
        }
        return new Prompt(String.join("", pieces), null, arrival.inputTokens(), arrival.outputTokens());
    }

    static int estimatedTokens(String text) {
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            count += text.charAt(i) == ' ' ? 1 : 0;
        }
        return (int) Math.round(count * PromptSource.TOKENS_PER_WORD);
    }
}
