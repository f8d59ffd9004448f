//! Budgets against abuse, kept in memory alone and by [`Client`], so that nothing about a visitor outlives the process.

use std::{sync::Arc, time::Duration};

use axum::{body::Body, http::Method, response::IntoResponse};
use governor::{clock::QuantaInstant, middleware::NoOpMiddleware};
use tower_governor::{
    GovernorError, GovernorLayer,
    governor::{GovernorConfig, GovernorConfigBuilder},
};

use super::{
    client::{ByClient, Client, Entrance},
    refusal::Refusal,
};

/// A budget as the governor layer takes it.
pub type BudgetConfig = Arc<GovernorConfig<ByClient, NoOpMiddleware<QuantaInstant>>>;

/// The governor's layer over the budget of pages.
pub type PagesLayer = GovernorLayer<ByClient, NoOpMiddleware<QuantaInstant>, Body>;

/// How many requests one client may make at once, and how soon the next is free again.
#[derive(Debug, Clone, Copy)]
struct Quota {
    burst: u32,
    every: Duration,
}

/// A shared network (a company, a mobile carrier's gateway) has many people behind one address: generous bursts, slow refill.
const PAGES: Quota = Quota { burst: 300, every: Duration::from_millis(100) };
const REPORTS: Quota = Quota { burst: 30, every: Duration::from_secs(20) };
/// A code has 120 random bits: this budget is against load, not against guessing.
const STATUS: Quota = Quota { burst: 60, every: Duration::from_secs(2) };
const SIGN_IN: Quota = Quota { burst: 20, every: Duration::from_secs(3) };
/// All visitors of the onion service together get as much as this many households.
const ONION_SHARE: u32 = 50;

/// One budget: for each household, and for the onion service as a whole.
#[derive(Clone)]
pub struct Budget {
    web: BudgetConfig,
    onion: BudgetConfig,
}

impl Budget {
    fn new(quota: Quota) -> Option<Self> {
        let onion = Quota { burst: quota.burst * ONION_SHARE, every: quota.every / ONION_SHARE };
        Some(Self { web: config(quota)?, onion: config(onion)? })
    }

    /// Takes one request out of the client's budget.
    ///
    /// # Errors
    /// How long to wait, if the budget is spent.
    fn spend(&self, client: Client) -> Result<(), Duration> {
        let limiter = self.of(client).limiter();
        limiter.check_key(&client).map_err(|spent| spent.wait_time_from(governor::clock::Clock::now(limiter.clock())))
    }

    fn of(&self, client: Client) -> &BudgetConfig {
        if client == Client::Onion { &self.onion } else { &self.web }
    }

    fn forget_idle(&self) {
        for config in [&self.web, &self.onion] {
            config.limiter().retain_recent();
            config.limiter().shrink_to_fit();
        }
    }
}

fn config(quota: Quota) -> Option<BudgetConfig> {
    // The layer lets posts pass: their handlers spend budgets of their own, once they know what was typed and can give it back.
    let methods = vec![Method::GET, Method::HEAD];
    let mut builder = GovernorConfigBuilder::default();
    builder.period(quota.every).burst_size(quota.burst).methods(methods);
    builder.key_extractor(ByClient).finish().map(Arc::new)
}

/// What a request spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spending {
    /// Any page.
    Page,
    /// A post of the report form.
    Report,
    /// A receipt code that was tried.
    Status,
    /// A sign-in that was tried.
    SignIn,
}

/// All budgets; empty where limits are switched off.
#[derive(Clone, Default)]
pub struct Budgets(Option<Arc<[Budget; 4]>>);

impl Budgets {
    /// The standard budgets.
    pub fn standard() -> Self {
        let budgets = [PAGES, REPORTS, STATUS, SIGN_IN].map(Budget::new);
        let [Some(pages), Some(reports), Some(status), Some(sign_in)] = budgets else { return Self::default() };
        Self(Some(Arc::new([pages, reports, status, sign_in])))
    }

    /// No limits.
    pub fn off() -> Self {
        Self::default()
    }

    /// Takes one request out of a client's budget.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] with the time to wait, if it is spent.
    pub fn spend(&self, spending: Spending, client: Client) -> Result<(), Refusal> {
        match self.budget(spending) {
            Some(budget) => budget.spend(client).map_err(Refusal::TooMany),
            None => Ok(()),
        }
    }

    /// The layer that every request for a page through `entrance` passes; none where limits are switched off.
    pub fn pages_layer(&self, entrance: Entrance) -> Option<PagesLayer> {
        let budget = self.budget(Spending::Page)?;
        let config = if entrance == Entrance::Onion { &budget.onion } else { &budget.web };
        Some(GovernorLayer::new(Arc::clone(config)).error_handler(|error| refusal_for(error).into_response()))
    }

    /// Forgets clients whose budget is full again.
    pub fn forget_idle(&self) {
        self.0.iter().flat_map(|budgets| budgets.iter()).for_each(Budget::forget_idle);
    }

    fn budget(&self, spending: Spending) -> Option<&Budget> {
        self.0.as_ref().map(|budgets| &budgets[spending as usize])
    }
}

fn refusal_for(error: GovernorError) -> Refusal {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => Refusal::TooMany(Duration::from_secs(wait_time)),
        // The server loop names the client of every request: a request without one did not come through it.
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => Refusal::BadRequest,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    fn client(last: u8) -> Client {
        Client::from(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)))
    }

    fn spend_until_refused(budgets: &Budgets, client: Client) -> u32 {
        (0..).take_while(|_| budgets.spend(Spending::Report, client).is_ok()).count() as u32
    }

    #[test]
    fn a_spent_budget_says_how_long_to_wait_and_leaves_others_alone() {
        let budgets = Budgets::standard();
        assert_eq!(spend_until_refused(&budgets, client(1)), REPORTS.burst);
        let Err(Refusal::TooMany(wait)) = budgets.spend(Spending::Report, client(1)) else { panic!("the budget is spent") };
        assert!(wait > Duration::ZERO && wait <= REPORTS.every);
        assert!(budgets.spend(Spending::Report, client(2)).is_ok());
        assert!(budgets.spend(Spending::Status, client(1)).is_ok());
    }

    #[test]
    fn the_onion_service_has_a_bigger_budget() {
        let budgets = Budgets::standard();
        for _ in 0..REPORTS.burst * ONION_SHARE {
            assert!(budgets.spend(Spending::Report, Client::Onion).is_ok());
        }
        assert!(budgets.spend(Spending::Report, Client::Onion).is_err());
    }
}
