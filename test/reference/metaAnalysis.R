# Random effects, meta-regression and the posterior with a half-normal prior for the BCG trials, from their definitions in
# base R. Rscript test/reference/metaAnalysis.R; the numbers stand in test/evidence/metaAnalysis.test.ts.
tpos<-c(4,6,3,62,33,180,8,505,29,17,186,5,27); tneg<-c(119,300,228,13536,5036,1361,2537,87886,7470,1699,50448,2493,16886)
cpos<-c(11,29,11,248,47,372,10,499,45,65,141,3,29); cneg<-c(128,274,209,12619,5761,1079,619,87892,7232,1600,27197,2338,17825)
ablat<-c(44,55,42,52,13,44,19,13,27,42,18,33,33)
yi<-log(tpos/(tpos+tneg))-log(cpos/(cpos+cneg)); vi<-1/tpos-1/(tpos+tneg)+1/cpos-1/(cpos+cneg)
options(digits=12)
print(yi);print(sqrt(vi))
ll<-function(t2,X){w<-1/(vi+t2);V<-solve(t(X)%*%(w*X));b<-V%*%t(X)%*%(w*yi);r<-yi-X%*%b;as.numeric(0.5*(sum(log(w))+log(det(V))-sum(w*r^2)))}
fit<-function(X){t2<-optimize(ll,c(0,5),X=X,maximum=TRUE,tol=1e-12)$maximum;w<-1/(vi+t2);V<-solve(t(X)%*%(w*X));b<-V%*%t(X)%*%(w*yi);k<-length(yi);p<-ncol(X);s2<-sum(w*(yi-X%*%b)^2)/(k-p)
list(tau2=t2,b=b,se=sqrt(diag(V)),hk=s2, seHK=sqrt(s2*diag(V)))}
X1<-matrix(1,13,1);X2<-cbind(1,ablat)
print(fit(X1));print(fit(X2))
w<-1/vi;m<-sum(w*yi)/sum(w);Q<-sum(w*(yi-m)^2);print(c(Q=Q,I2=1-12/Q,DL=(Q-12)/(sum(w)-sum(w^2)/sum(w))))
# Bayes, half-normal scale 0.5
g<-function(t)sapply(t,function(x)exp(ll(x^2,X1)-ll(.3,X1))*dnorm(x,0,.5))
Z<-integrate(g,0,Inf,rel.tol=1e-11)$value
mu<-function(t)sapply(t,function(x){w<-1/(vi+x^2);sum(w*yi)/sum(w)});vv<-function(t)sapply(t,function(x)1/sum(1/(vi+x^2)))
E1<-integrate(function(t)g(t)*mu(t),0,Inf,rel.tol=1e-11)$value/Z
E2<-integrate(function(t)g(t)*(vv(t)+mu(t)^2),0,Inf,rel.tol=1e-11)$value/Z
P2<-integrate(function(t)g(t)*(vv(t)+mu(t)^2+t^2),0,Inf,rel.tol=1e-11)$value/Z
T1<-integrate(function(t)g(t)*t,0,Inf,rel.tol=1e-11)$value/Z
print(c(mean=E1,sd=sqrt(E2-E1^2),psd=sqrt(P2-E1^2),tau=T1))
cdf<-function(x)integrate(function(t)g(t)*pnorm(x,mu(t),sqrt(vv(t)+t^2)),0,Inf,rel.tol=1e-11)$value/Z
for(p in c(.025,.5,.975))cat(p,uniroot(function(x)cdf(x)-p,c(-5,5),tol=1e-12)$root,"\n")
h<-1e-4;t<-seq(h/2,2.95,by=h);gg<-g(t);gg<-gg/sum(gg);print(c(sum(gg*mu(t)),sum(gg*t)),digits=12)

# The six publications of scenarios/evidence-by-lag.yaml, lags in weeks: test/questions/combinedEvidence.test.ts.
hr<-c(1.206,.66,.77,.71,.536,.34);lo<-c(.599,.51,.61,.55,NA,.24);hi<-c(2.428,.84,.98,.92,NA,.50);lag<-c(2.5,-3,1,1,-2.5,1)
yi<-log(hr);vi<-((log(hi)-log(lo))/(2*qnorm(.975)))^2;vi[5]<-(yi[5]/qnorm(1-.006/2))^2
report<-function(X,x){f<-fit(X);k<-nrow(X);p<-ncol(X);w<-1/(vi+f$tau2);V<-solve(t(X)%*%(w*X));m<-sum(x*f$b);se<-sqrt(drop(t(x)%*%V%*%x));s<-sqrt(max(1,f$hk));q<-qt(.975,k-p)
 exp(c(m,m-q*s*se,m+q*s*se,m-q*sqrt(s^2*se^2+f$tau2),m+q*sqrt(s^2*se^2+f$tau2)))}
X1<-matrix(1,6,1);X2<-cbind(1,lag)
print(sqrt(fit(X1)$tau2));print(report(X1,1));print(sqrt(fit(X2)$tau2));print(report(X2,c(1,-2)))
f<-fit(X2);s<-sqrt(max(1,f$hk));print(exp(f$b[2]+c(0,-1,1)*qt(.975,4)*s*f$se[2]))
robust<-function(X,x,vague){V<-function(t)solve(t(X)%*%((1/(vi+t^2))*X));gg<-function(t)sapply(t,function(u)exp(ll(u^2,X)-ll(.3^2,X))*dnorm(u,0,.5))
 at<-function(u){w<-1/(vi+u^2);S<-V(u);c(sum(x*(S%*%t(X)%*%(w*yi))),drop(t(x)%*%S%*%x)+u^2)}
 Z<-integrate(gg,0,Inf,rel.tol=1e-11)$value
 cdf<-function(y)(1-vague)*integrate(function(t)gg(t)*sapply(t,function(u){a<-at(u);pnorm(y,a[1],sqrt(a[2]))}),0,Inf,rel.tol=1e-10)$value/Z+vague*pnorm(y,0,2)
 c(cdf(0),sapply(c(.025,.5,.975),function(p)exp(uniroot(function(y)cdf(y)-p,c(-8,8),tol=1e-12)$root)))}
print(robust(X1,1,0));print(robust(X1,1,.2));print(robust(X2,c(1,-2),.2))
