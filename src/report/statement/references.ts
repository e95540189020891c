/** The works that a statement rests on: those that its text cites. */
import type { Reference } from '../prose.ts';

const WORKS: readonly Reference[] = [
  [
    'Anisimov & Fedorov 2007',
    'Anisimov VV, Fedorov VV. Modelling, prediction and adaptive adjustment of recruitment in multicentre trials. Stat Med 2007;26:4958–4975.',
  ],
  [
    'Berger 1982',
    'Berger RL. Multiparameter hypothesis testing and acceptance sampling. Technometrics 1982;24:295–300.',
  ],
  [
    'Boschloo 1970',
    'Boschloo RD. Raised conditional level of significance for the 2 × 2-table when testing the equality of two probabilities. Stat Neerl 1970;24:1–35.',
  ],
  [
    'Bretz et al. 2009',
    'Bretz F, Maurer W, Brannath W, Posch M. A graphical approach to sequentially rejective multiple test procedures. Stat Med 2009;28:586–604.',
  ],
  ['Cox 1972', 'Cox DR. Regression models and life-tables. J R Stat Soc B 1972;34:187–220.'],
  [
    'Dunnett 1955',
    'Dunnett CW. A multiple comparison procedure for comparing several treatments with a control. J Am Stat Assoc 1955;50:1096–1121.',
  ],
  [
    'Farrington & Manning 1990',
    'Farrington CP, Manning G. Test statistics and sample size formulae for comparative binomial trials with null hypothesis of non-zero risk difference or non-unity relative risk. Stat Med 1990;9:1447–1454.',
  ],
  ['Fisher 1935', 'Fisher RA. The logic of inductive inference. J R Stat Soc 1935;98:39–82.'],
  [
    'Fleming et al. 2024',
    'Fleming TR, Hampson LV, Bharani-Dharan B, et al. Monitoring overall survival in pivotal trials in indolent cancers. Stat Biopharm Res 2024.',
  ],
  [
    'Freedman 1982',
    'Freedman LS. Tables of the number of patients required in clinical trials using the logrank test. Stat Med 1982;1:121–129.',
  ],
  ['Gumbel 1960', 'Gumbel EJ. Bivariate exponential distributions. J Am Stat Assoc 1960;55:698–707.'],
  [
    'Harrington & Fleming 1982',
    'Harrington DP, Fleming TR. A class of rank test procedures for censored survival data. Biometrika 1982;69:553–566.',
  ],
  [
    'Hochberg 1988',
    'Hochberg Y. A sharper Bonferroni procedure for multiple tests of significance. Biometrika 1988;75:800–802.',
  ],
  ['Holm 1979', 'Holm S. A simple sequentially rejective multiple test procedure. Scand J Stat 1979;6:65–70.'],
  [
    'Hwang et al. 1990',
    'Hwang IK, Shih WJ, De Cani JS. Group sequential designs using a family of type I error probability spending functions. Stat Med 1990;9:1439–1445.',
  ],
  [
    'Lachin & Foulkes 1986',
    'Lachin JM, Foulkes MA. Evaluation of sample size and power for analyses of survival with allowance for nonuniform patient entry, losses to follow-up, noncompliance, and stratification. Biometrics 1986;42:507–519.',
  ],
  [
    'Lan & DeMets 1983',
    'Lan KKG, DeMets DL. Discrete sequential boundaries for clinical trials. Biometrika 1983;70:659–663.',
  ],
  [
    'Mantel 1966',
    'Mantel N. Evaluation of survival data and two new rank order statistics arising in its consideration. Cancer Chemother Rep 1966;50:163–170.',
  ],
  ['Miettinen & Nurminen 1985', 'Miettinen O, Nurminen M. Comparative analysis of two rates. Stat Med 1985;4:213–226.'],
  [
    'O’Brien & Fleming 1979',
    'O’Brien PC, Fleming TR. A multiple testing procedure for clinical trials. Biometrics 1979;35:549–556.',
  ],
  [
    'Pocock & Simon 1975',
    'Pocock SJ, Simon R. Sequential treatment assignment with balancing for prognostic factors in the controlled clinical trial. Biometrics 1975;31:103–115.',
  ],
  [
    'Pocock 1977',
    'Pocock SJ. Group sequential methods in the design and analysis of clinical trials. Biometrika 1977;64:191–199.',
  ],
  [
    'Robins & Tsiatis 1991',
    'Robins JM, Tsiatis AA. Correcting for non-compliance in randomized trials using rank preserving structural failure time models. Commun Stat Theory Methods 1991;20:2609–2631.',
  ],
  [
    'Schoenfeld 1981',
    'Schoenfeld D. The asymptotic properties of nonparametric tests for comparing survival distributions. Biometrika 1981;68:316–319.',
  ],
  [
    'Spiegelhalter, Freedman & Blackburn 1986',
    'Spiegelhalter DJ, Freedman LS, Blackburn PR. Monitoring clinical trials: conditional or predictive power? Control Clin Trials 1986;7:8–17.',
  ],
  [
    'van Zwet, Schwab & Senn 2021',
    'van Zwet E, Schwab S, Senn S. The statistical properties of RCTs and a proposal for shrinkage. Stat Med 2021;40:6107–6117.',
  ],
  [
    'Yates 1934',
    'Yates F. Contingency tables involving small numbers and the χ² test. J R Stat Soc Suppl 1934;1:217–235.',
  ],
].map(([key, text]) => ({ key, text }));

/** In alphabetical order, the published study last. */
export function referencesOf(text: string, study: string | null): readonly Reference[] {
  const cited = WORKS.filter(({ key }) => text.includes(key));
  return study === null ? cited : [...cited, { key: 'Published study', text: study }];
}
