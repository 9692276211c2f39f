package gpudyno.console.page;

/// What the top bar says of a page that is not about the chosen node.
///
/// @param line under the title
/// @param trouble in a few words; empty for none
public record Heading(String title, String line, String trouble) {}
