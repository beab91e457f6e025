//! Properties of every chart and every preset that is valid on it.

#[path = "properties/baselines.rs"]
mod baselines;
#[path = "properties/plans.rs"]
mod plans;
#[path = "properties/roads.rs"]
mod roads;
#[path = "properties/transforms.rs"]
mod transforms;
