package gpudyno.console.traces;

import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.WhySlow;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A cause in words, and where something can be done about it.
///
/// @param knob the one to look at; empty where none helps
/// @param action words of the link
record Remedy(String title, String sentence, Ikon icon, String knob, String action) {
    static Remedy of(Trace trace, WhySlow.Part part) {
        String took = Waterfall.ms(part.millis()) + ", typical " + Waterfall.ms(part.typical().p50()) + ".";
        Batch batch = trace.batch();
        return switch (part.stage()) {
            case QUEUE -> new Remedy("Waited in the queue", ahead(trace) + "It waited " + took, Feather.LIST, "serve.batch.maxSize",
                    "Look at serve.batch.maxSize");
            case INFERENCE -> new Remedy("The model took long", batch == null
                    ? took
                    : "A batch of " + batch.items() + " was padded to " + batch.padded() + " tokens; its longest input has "
                            + batch.tokens()
                            + ". It took " + took,
                    Feather.CPU, "backend.intraOpThreads", "Look at backend.intraOpThreads");
            case COALESCE_WAIT -> new Remedy("Waited for an equal input", "Another request was computing it. The wait took " + took,
                    Feather.GIT_MERGE, "cache.coalesce", "Look at cache.coalesce");
            case TOKENISE -> new Remedy("Long to tokenise",
                    trace.attributes().getOrDefault("gen_ai.usage.input_tokens", "Its") + " tokens were made in " + took,
                    Feather.ALIGN_LEFT, "", "See the processor's load");
            case CACHE_L1 -> new Remedy("The cache answered late", "Looking up its inputs took " + took, Feather.LAYERS, "cache.maxBytes",
                    "Look at cache.maxBytes");
            case CACHE_L2 -> new Remedy("The shared cache answered late", "Asking it took " + took, Feather.LAYERS, "",
                    "Look at the server that --l2 names, and at the way there");
            case BATCH -> new Remedy("The batch began late", "From the queue to the model it took " + took, Feather.PACKAGE,
                    "backend.sessions", "Look at backend.sessions");
            case ADMISSION, WRITE -> new Remedy(part.stage() == Stage.WRITE ? "The answer was written late" : "Admitted late",
                    "Nothing is waited for in this stage, so the process was held up. It took " + took, Feather.CLOCK, "",
                    "See the processor's load");
        };
    }

    private static String ahead(Trace trace) {
        String items = trace.attributes().getOrDefault("gpudyno.queue.ahead", "");
        return items.isEmpty() ? "" : items + (items.equals("1") ? " item was" : " items were") + " ahead of it. ";
    }
}
