package gpudyno.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Continuous batching as vLLM does it: each step decodes every running sequence and spends what is left of its token budget on prompts,
/// first come first served, in chunks. When KV blocks run out the sequence that came last is preempted: its blocks are freed and all its
/// tokens computed again later ("Efficient Memory Management for Large Language Model Serving with PagedAttention", 2023).
///
/// Simplified: cached prefix blocks take no room of their own, and a step's time is linear in what it computes.
final class StepScheduler {
    private final LlmSettings settings;
    private final LongSupplier clock;
    private final LlmMetrics metrics = new LlmMetrics();
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private final Map<Integer, Boolean> prefixes;
    private int freeBlocks;
    private long preemptions;
    private long promptTokens;
    private long queriedTokens;
    private long cachedTokens;
    private long generatedTokens;

    StepScheduler(LlmSettings settings) {
        this(settings, System::nanoTime);
    }

    /// @param clock nanoseconds, for what is told of times
    StepScheduler(LlmSettings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
        freeBlocks = settings.blocks();
        prefixes = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > settings.blocks();
            }
        };
    }

    /// What `/metrics` tells.
    record Figures(int running, int waiting, double cacheUsage, long preemptions, long promptTokens, long queriedTokens,
            long cachedTokens, long generatedTokens) {}

    /// All of it as Prometheus text.
    synchronized String metrics() {
        return metrics.text(figures(), settings);
    }

    synchronized Figures figures() {
        return new Figures(running.size(), waiting.size(), 1 - (double) freeBlocks / settings.blocks(), preemptions, promptTokens,
                queriedTokens, cachedTokens, generatedTokens);
    }

    /// @throws IllegalArgumentException if the sequence could never fit
    synchronized void add(Sequence sequence) {
        int most = sequence.prompt.size() + sequence.maxTokens;
        if (settings.blocksFor(most) > settings.blocks()) {
            throw new IllegalArgumentException(most + " tokens do not fit; at most " + settings.blocks() * settings.blockSize() + " do");
        }
        sequence.arrived = clock.getAsLong();
        waiting.add(sequence);
        notifyAll();
    }

    synchronized void cancel(Sequence sequence) {
        boolean ran = running.remove(sequence);
        if (ran) {
            release(sequence);
        }
        if (waiting.remove(sequence) || ran) {
            metrics.aborted();
        }
    }

    /// @return whether there was none
    synchronized boolean awaitWork() throws InterruptedException {
        boolean idle = false;
        while (waiting.isEmpty() && running.isEmpty()) {
            idle = true;
            wait();
        }
        return idle;
    }

    /// Plans one step and computes it.
    ///
    /// @return sequences that got a token, and the microseconds the step takes; tokens are told when that has passed
    synchronized Step step() {
        double micros = settings.stepMicros();
        int budget = settings.maxNumBatchedTokens();
        List<Sequence> told = new ArrayList<>();
        for (Sequence sequence : List.copyOf(running)) {
            int tokens = Math.min(sequence.length() - sequence.computed, budget);
            if (tokens > 0 && running.contains(sequence) && room(sequence, tokens)) {
                budget -= tokens;
                micros += compute(sequence, tokens, told);
            }
        }
        while (budget > 0 && !waiting.isEmpty() && running.size() < settings.maxNumSeqs()) {
            Sequence next = waiting.element();
            int cached = cachedPrefix(next);
            int tokens = Math.min(next.length() - cached, budget);
            int blocks = settings.blocksFor(cached + tokens);
            if (blocks > freeBlocks) {
                break;
            }
            waiting.remove();
            running.add(next);
            // A preempted one waits again, but its wait for the first time is what is told.
            next.scheduled = next.scheduled == 0 ? clock.getAsLong() : next.scheduled;
            next.computed = cached;
            queriedTokens += settings.prefixCaching() ? next.length() : 0;
            cachedTokens += cached;
            promptTokens += next.generated == 0 ? next.prompt.size() : 0;
            next.blocks = blocks;
            freeBlocks -= blocks;
            budget -= tokens;
            micros += compute(next, tokens, told);
        }
        return new Step(List.copyOf(told), micros);
    }

    record Step(List<Sequence> told, double micros) {}

    /// A sequence has one place in `told` at most: those computed in this step are never preempted in it, for preemption takes the last first.
    private double compute(Sequence sequence, int tokens, List<Sequence> told) {
        boolean decoding = tokens == 1 && sequence.computed >= sequence.prompt.size();
        sequence.computed += tokens;
        if (sequence.computed == sequence.length()) {
            told.add(sequence);
            if (sequence.generated == 0) {
                remember(sequence.prompt);
            }
        }
        return decoding ? settings.decodeMicrosPerSequence() : tokens * settings.prefillMicrosPerToken();
    }

    /// Takes blocks for more tokens, preempting from the last that came; false if this one had to go itself.
    private boolean room(Sequence sequence, int tokens) {
        int needed = settings.blocksFor(sequence.computed + tokens) - sequence.blocks;
        while (needed > freeBlocks) {
            Sequence last = running.getLast();
            preempt(last);
            if (last == sequence) {
                return false;
            }
        }
        sequence.blocks += needed;
        freeBlocks -= needed;
        return true;
    }

    private void preempt(Sequence sequence) {
        preemptions++;
        running.remove(sequence);
        release(sequence);
        waiting.addFirst(sequence);
    }

    private void release(Sequence sequence) {
        freeBlocks += sequence.blocks;
        sequence.blocks = 0;
        sequence.computed = 0;
    }

    /// Hands out the tokens of a step whose time has passed.
    synchronized void tell(Step step) {
        long now = clock.getAsLong();
        for (Sequence sequence : step.told()) {
            if (!running.contains(sequence)) {
                continue;
            }
            sequence.generated++;
            generatedTokens++;
            metrics.token(sequence, now);
            sequence.events.add(Sequence.Event.TOKEN);
            if (sequence.generated == sequence.maxTokens) {
                running.remove(sequence);
                release(sequence);
                remember(sequence.said());
                metrics.finished(sequence, now);
                sequence.events.add(Sequence.Event.END);
            }
        }
    }

    /// Tokens of whole prompt blocks computed before; the last token is always computed, for there is one to tell.
    private int cachedPrefix(Sequence sequence) {
        int cached = 0;
        int hash = 1;
        while (settings.prefixCaching() && cached + settings.blockSize() < sequence.prompt.size()) {
            hash = 31 * hash + sequence.prompt.subList(cached, cached + settings.blockSize()).hashCode();
            if (prefixes.get(hash) == null) {
                break;
            }
            cached += settings.blockSize();
        }
        return cached;
    }

    private void remember(List<String> tokens) {
        int hash = 1;
        for (int at = 0; settings.prefixCaching() && at + settings.blockSize() <= tokens.size(); at += settings.blockSize()) {
            hash = 31 * hash + tokens.subList(at, at + settings.blockSize()).hashCode();
            prefixes.put(hash, true);
        }
    }
}
