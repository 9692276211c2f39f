package gpudyno.load;

import gpudyno.model.load.Workload;
import java.util.IdentityHashMap;
import java.util.function.Supplier;

/// What each request of a run carries.
@FunctionalInterface
public interface RequestSource {
    /// Bodies of prompts kept; prompts beyond are written anew each time.
    int MAX_KEPT = 20_000;

    /// The bodies of one run, in order; equal seeds give equal sequences. Asked on the generator's thread.
    Supplier<Body> bodies(long seed);

    /// The same body every time.
    static RequestSource same(byte[] body) {
        Body one = new Body(body, 0);
        return _ -> () -> one;
    }

    /// Prompts in a format. A prompt drawn again is not written again where the format repeats itself.
    static RequestSource of(PromptSource prompts, RequestFormat format) {
        return seed -> {
            Supplier<Prompt> drawn = prompts.prompts(seed);
            IdentityHashMap<Prompt, Body> known = new IdentityHashMap<>();
            long[] index = {0};
            return () -> {
                Prompt prompt = drawn.get();
                Body body = known.get(prompt);
                if (body == null) {
                    body = new Body(format.body(prompt, index[0]), prompt.inputTokens());
                    if (format.repeats() && known.size() < MAX_KEPT) {
                        known.put(prompt, body);
                    }
                }
                index[0]++;
                return body;
            };
        };
    }

    /// OpenAI embedding requests over the built-in corpus, drawn by the workload's Zipf law.
    static RequestSource embeddings(Workload workload, String model) {
        return of(PromptSource.corpus(workload), RequestFormat.embeddings(model));
    }

    /// OpenAI chat requests for a streamed answer with a usage chunk.
    ///
    /// @param maxTokens of each answer
    static RequestSource chat(Workload workload, String model, int maxTokens) {
        return of(PromptSource.corpus(workload), RequestFormat.chat(model, maxTokens, true, false));
    }
}
