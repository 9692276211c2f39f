package gpudyno.console.frame;

import gpudyno.console.page.Kind;

/// How a page sends its user elsewhere in the window.
public interface Guide {
    /// For a page that stands alone: there is nowhere to go.
    Guide NOWHERE = new Guide() {
        @Override
        public void open(String page) {
            // No other page.
        }

        @Override
        public void lead(Kind kind, String id) {
            // No page has it.
        }

        @Override
        public void attach(String address) {
            // No window asks for a node.
        }

        @Override
        public void open(NodeViewModel node, String page) {
            // No other page.
        }
    };

    /// Shows the page of a title.
    void open(String page);

    /// Shows the page that has things of a kind, with the one of an id.
    void lead(Kind kind, String id);

    /// Asks for the address and token of a node to attach.
    ///
    /// @param address what the field begins with; may be empty
    void attach(String address);

    /// Chooses a node and shows the page of a title.
    void open(NodeViewModel node, String page);
}
