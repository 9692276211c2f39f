/// The contract through which everything reaches a node, and its implementations: `local` starts and owns the engines, `remote` speaks
/// HTTP to a node elsewhere, `server` maps HTTP to a node. One test suite holds `local` and `remote` to the same contract.
@NullMarked
package gpudyno.node;

import org.jspecify.annotations.NullMarked;
