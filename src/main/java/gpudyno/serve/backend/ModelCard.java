package gpudyno.serve.backend;

/// The properties of a model that its callers need.
///
/// @param name as requests name it
/// @param dimensions floats a vector
/// @param maxTokens the longest input, special tokens included
/// @param vocabulary how many tokens there are; ids run from 0
public record ModelCard(String name, int dimensions, int maxTokens, int vocabulary) {
    /// The model in the program itself. (The sentence-transformers recipe silently cuts at 256 tokens; we refuse beyond its 512 positions.)
    public static final ModelCard BUILT_IN = new ModelCard("all-MiniLM-L6-v2", 384, 512, 30_522);
}
