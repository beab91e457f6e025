//! Properties of every chart and every preset that is valid on it.

#[path = "properties/baselines.rs"]
mod baselines;
#[path = "properties/charts.rs"]
mod charts;
#[path = "properties/memory.rs"]
mod memory;
#[path = "properties/near_lines.rs"]
mod near_lines;
#[path = "properties/order.rs"]
mod order;
#[path = "properties/other_plans.rs"]
mod other_plans;
#[path = "properties/panels.rs"]
mod panels;
#[path = "properties/plans.rs"]
mod plans;
#[path = "properties/rebases.rs"]
mod rebases;
#[path = "properties/roads.rs"]
mod roads;
#[path = "properties/same.rs"]
mod same;
#[path = "properties/same_counts.rs"]
mod same_counts;
#[path = "properties/same_parameters.rs"]
mod same_parameters;
#[path = "properties/same_subgroups.rs"]
mod same_subgroups;
#[path = "properties/series.rs"]
mod series;
#[path = "properties/transforms.rs"]
mod transforms;
