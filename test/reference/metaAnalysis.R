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
