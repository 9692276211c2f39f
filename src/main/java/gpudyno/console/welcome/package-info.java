/// The page of a first start: the ways in, what is on this machine, and what a session does.
///
/// A later start shows the page that was open last; this one only if its box is ticked. A program that comes back where it was left serves
/// better than one that greets every day.
@NullMarked
package gpudyno.console.welcome;

import org.jspecify.annotations.NullMarked;
