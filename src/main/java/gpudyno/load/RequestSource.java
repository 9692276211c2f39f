package gpudyno.load;

import gpudyno.model.load.Workload;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The bodies of a run's requests.
@FunctionalInterface
public interface RequestSource {
    /// Bodies of prompts kept; prompts beyond are written anew each time.
    int MAX_KEPT = 20_000;

    /// The bodies of one run, in order; equal seeds give equal sequences. Asked on the generator's thread.
    Supplier<Body> bodies(long seed);

    /// Remarks about the requests that readers of a run's figures need; empty if there are none.
    default List<String> notes() {
        return List.of();
    }

    private RequestSource noted(List<String> notes) {
        return new RequestSource() {
            @Override
            public Supplier<Body> bodies(long seed) {
                return RequestSource.this.bodies(seed);
            }

            @Override
            public List<String> notes() {
                return notes;
            }
        };
    }

    /// The same body every time.
    static RequestSource same(byte[] body) {
        Body one = new Body(body, 0);
        return _ -> () -> one;
    }

    /// Prompts in a format. A prompt drawn again is not written again where the format repeats itself.
    static RequestSource of(PromptSource prompts, RequestFormat format) {
        RequestSource source = seed -> {
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
        return source.noted(prompts.notes());
    }

    /// Conversations: bodies are first turns; later turns also contain the answers.
    ///
    /// @param format of chats
    static RequestSource conversations(PromptSource prompts, RequestFormat format, Turns turns) {
        RequestSource source = seed -> {
            Supplier<Prompt> questions = prompts.prompts(seed);
            SplittableRandom counts = new SplittableRandom(seed ^ 0x7475726E73L);
            long[] index = {0};
            return () -> {
                int count = Math.min(Turns.MOST, turns.count().draw(counts));
                List<Prompt> asked = Stream.generate(questions).limit(count).toList();
                return new Conversation(format, turns.apartNanos(), asked).next(index[0]++);
            };
        };
        return source.noted(prompts.notes());
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
