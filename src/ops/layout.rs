//! Brings item files and flowcharts into the house layout.
