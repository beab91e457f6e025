//! A picture as a scene.

use crate::content::Content;
use crate::error::PlotError;
use crate::layout;
use crate::picture::{Picture, check_size};
use crate::scene::Scene;

impl Picture<'_> {
    /// Lays the picture out.
    ///
    /// Linear in the points and the signals that overlap at a point.
    ///
    /// # Errors
    ///
    /// [`PlotError::Series`] when report, plan and series do not belong together,
    /// [`PlotError::Labels`], [`PlotError::Note`] and [`PlotError::Size`] for what they name.
    pub fn scene(&self) -> Result<Scene, PlotError> {
        check_size(self.size)?;
        let name = |index: usize| self.name(index);
        let mut contents = vec![self.content()?];
        if let Some((plan, report)) = self.below {
            contents.push(Content::of(
                plan,
                report,
                self.series,
                &self.wording,
                &name,
                &[],
            )?);
        }
        let description = self.describe(&name)?;
        Ok(layout::single(self, &contents, description))
    }
}
