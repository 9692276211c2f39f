/// One family of charts on Canvas. JavaFX's own LineChart makes a node a point and costs ten times the JavaFX thread's time; heat maps, lanes
/// and hatched gaps need a canvas anyway. Lines are reduced to the least and greatest value a pixel column before they are drawn.
@NullMarked
package gpudyno.console.chart;

import org.jspecify.annotations.NullMarked;
